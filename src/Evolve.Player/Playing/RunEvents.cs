using Evolve.Player.Exercises;
using Evolve.Player.Logging;

namespace Evolve.Player.Playing;

/// <summary>Writes into the run log what is different between two moments.</summary>
internal static class RunEvents
{
    /// <param name="log">Where to, or null.</param>
    /// <param name="before">The moment before.</param>
    /// <param name="after">The moment after.</param>
    /// <param name="screenOf">What a step's pane shows now, as text with its colours; or null.</param>
    internal static void Write(RunLog? log, PlayerState before, PlayerState after, Func<string, string?> screenOf)
    {
        if (log is null)
        {
            return;
        }

        if (before.SlideIndex != after.SlideIndex)
        {
            log.Write("slide-entered", ("slide", after.SlideIndex + 1), ("title", after.Slide.Title));
        }

        if (!ReferenceEquals(before.Scenario, after.Scenario))
        {
            log.Write("scenario-reloaded", ("changed-slide", after.ChangedSlide + 1));
        }

        if (!ReferenceEquals(before.Steps, after.Steps))
        {
            foreach (var (id, now) in after.Steps)
            {
                var was = before.StateOf(id);
                if (was.Status != now.Status || was.Attempt != now.Attempt)
                {
                    WriteStep(log, id, now, screenOf);
                }
                else if (was.RunsOn && !now.RunsOn)
                {
                    log.Write("step-left-background", ("step", id), ("remark", now.Remark));
                }
            }
        }

        if (!ReferenceEquals(before.Workshop, after.Workshop))
        {
            WriteWorkshop(log, before.Workshop, after.Workshop);
        }

        for (var i = before.Measurements.Length; i < after.Measurements.Length; i++)
        {
            var measured = after.Measurements[i];
            log.Write(measured.IsRecorded ? "replayed-measurement" : "measured", ("name", measured.Name), ("step", measured.StepId), ("elapsed-ms", measured.Elapsed));
        }
    }

    private static void WriteWorkshop(RunLog log, WorkshopState before, WorkshopState after)
    {
        foreach (var (id, now) in after.Exercises)
        {
            var was = before.StateOf(id);
            if (now.HintsShown > was.HintsShown)
            {
                log.Write("hint-shown", ("step", id), ("number", now.HintsShown));
            }

            if (now.NotYet is not null && now.NotYet != was.NotYet)
            {
                log.Write("exercise-not-yet", ("step", id), ("reason", now.NotYet));
            }
        }

        foreach (var (id, now) in after.Answers)
        {
            if (now.Verdict != QuizVerdict.Open && before.AnswerTo(id).Verdict == QuizVerdict.Open)
            {
                log.Write("quiz-answered", ("quiz", id), ("verdict", now.Verdict), ("picked", string.Join(",", now.Picked.Select(option => option + 1))));
            }
        }
    }

    private static void WriteStep(RunLog log, string id, StepState now, Func<string, string?> screenOf)
    {
        switch (now.Status)
        {
            case StepStatus.Running:
                log.Write(
                    "step-started",
                    ("step", id),
                    ("attempt", now.Attempt),
                    ("edited", now.IsEdited ? true : null),
                    ("solved", now.IsSolved ? true : null),
                    ("recording", now.Recording?.Mark));
                break;
            case StepStatus.Checking:
                log.Write("step-checking", ("step", id), ("attempt", now.Attempt));
                break;
            case StepStatus.Done or StepStatus.Replayed or StepStatus.Failed or StepStatus.Cancelled or StepStatus.TimedOut:
                log.Write(
                    "step-ended",
                    ("step", id),
                    ("status", now.Status),
                    ("attempt", now.Attempt),
                    ("elapsed-ms", now.Elapsed),
                    ("background", now.RunsOn ? true : null),
                    ("reason", now.Reason),
                    ("screen", now.Refusal is null ? screenOf(id) : null));
                break;
            case StepStatus.Skipped:
                log.Write("step-skipped", ("step", id));
                break;
            case StepStatus.Undoing:
                log.Write("step-undoing", ("step", id));
                break;
            default:
                // Typed or untouched: nothing has happened to it yet.
                break;
        }
    }
}
