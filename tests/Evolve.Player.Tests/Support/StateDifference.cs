using Evolve.Player.Exercises;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;

namespace Evolve.Player.Tests.Support;

/// <summary>Tells in words what an input has done to the machine.</summary>
internal static class StateDifference
{
    /// <summary>In a line what an input has changed.</summary>
    internal static string Of(PlayerState was, MachineDriver talk)
    {
        var now = talk.State;
        var parts = new List<string>();
        if (was.SlideIndex != now.SlideIndex || was.Reveal != now.Reveal)
        {
            parts.Add($"slide {was.SlideIndex + 1}/{was.Reveal} -> {now.SlideIndex + 1}/{now.Reveal}");
        }

        foreach (var step in now.Scenario.Steps)
        {
            var (before, after) = (was.StateOf(step.Id), now.StateOf(step.Id));
            if (before != after)
            {
                parts.Add($"{step.Id} {before.Status} -> {after.Status}{(after.IsEdited ? " edited" : "")}{(before.RunsOn != after.RunsOn ? after.RunsOn ? " runs on" : " is over" : "")}");
            }
        }

        if (was.Choice is null != now.Choice is null)
        {
            parts.Add(now.Choice is { } choice ? $"choice open, safe: {choice.Safe}" : "choice closed");
        }

        if (was.Banner != now.Banner)
        {
            parts.Add("banner");
        }

        parts.AddRange(JourneyDifference(was.Journey, now.Journey));
        parts.AddRange(WorkshopDifference(was.Workshop, now.Workshop));
        parts.AddRange(talk.Effects.Select(effect => $"effect {effect.GetType().Name}"));
        if (now.Notice is { } notice && notice != was.Notice)
        {
            parts.Add($"says “{notice.Sentence}”");
        }

        if (was.Next.Words != now.Next.Words)
        {
            parts.Add($"next: {now.Next.Words}");
        }

        return parts.Count == 0 ? "nothing" : string.Join("; ", parts);
    }

    private static IEnumerable<string> JourneyDifference(Journey? was, Journey? now)
    {
        if (was is null != now is null)
        {
            yield return now is null ? "the journey is over" : $"sets out {now.Plan.Words}";
        }

        if (now is not null && (was?.Passed ?? 0) != now.Passed)
        {
            yield return $"{now.Passed} of {now.Plan.Actions.Length}";
        }

        if (now is { IsStopping: true } && was is not { IsStopping: true })
        {
            yield return "the journey stops";
        }
    }

    private static IEnumerable<string> WorkshopDifference(WorkshopState was, WorkshopState now)
    {
        if (was.LookedAt != now.LookedAt)
        {
            yield return now.LookedAt is { } id ? $"looks at {id}" : "has looked";
        }

        foreach (var (id, known) in now.Exercises.Where(pair => was.StateOf(pair.Key).HintsShown != pair.Value.HintsShown))
        {
            yield return $"{id} hint {known.HintsShown}";
        }

        foreach (var (id, answer) in now.Answers.Where(pair => was.AnswerTo(pair.Key).Verdict != pair.Value.Verdict))
        {
            yield return $"{id} {answer.Verdict}";
        }
    }
}
