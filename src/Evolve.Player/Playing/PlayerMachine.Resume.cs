using Evolve.Player.Exercises;
using Evolve.Player.Jumping;
using Evolve.Player.Progress;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

// Going on where an earlier session ended: what it did is remembered, and believed only after it was looked at again.
internal sealed partial class PlayerMachine
{
    private readonly List<string> _lost = [];
    private bool _isRecalling;

    private void Resume(SavedProgress progress)
    {
        if (_state.Steps.Any(pair => pair.Value.Status is not (StepStatus.Waiting or StepStatus.Typing)))
        {
            Say("This session has done something already: what was done earlier can only be taken up at its beginning.");
            return;
        }

        ForgetTyping();
        foreach (var saved in progress.Steps)
        {
            if (_state.Scenario.FindStep(saved.Id) is not { } step || StepDigest.Short(step) != saved.Digest)
            {
                continue;
            }

            NoteTime(step.Id, times => new(saved.RunTime ?? times.Run, saved.UndoTime ?? times.Undo));
            switch (saved.Status)
            {
                case SavedStatus.Done:
                    Set(step.Id, Remember(saved) with { Completion = ++_lastCompletion });
                    break;
                case SavedStatus.Begun when MayBeThere(step) && StepGraph.ChangesSomething(step):
                    Set(step.Id, Remember(saved));
                    break;
                case SavedStatus.Begun when StepGraph.ChangesSomething(step):
                    Set(step.Id, Uncertain(step.Id, Remember(saved)));
                    break;
                case SavedStatus.Skipped:
                    Set(step.Id, StepState.Untouched with { Status = StepStatus.Skipped });
                    break;
            }
        }

        _state = _state with { Workshop = Remember(progress) };
        _lost.Clear();
        _isRecalling = true;
        Jump(progress.FindSlide(_state.Scenario), reveal: 0);
    }

    private static StepState Remember(SavedStep saved) => new(
        StepStatus.Remembered, Attempt: 1, StartedAt: saved.At, Elapsed: saved.RunTime ?? TimeSpan.Zero);

    /// <summary>Hints and answers that the scenario still has.</summary>
    private WorkshopState Remember(SavedProgress progress)
    {
        var exercises = progress.Exercises
            .Select(saved => (Saved: saved, Step: _state.Scenario.FindStep(saved.Id)))
            .Where(entry => entry.Step is { Kind: StepKind.Exercise })
            .Select(entry => KeyValuePair.Create(
                entry.Saved.Id,
                new ExerciseState(Math.Min(entry.Saved.Hints, entry.Step!.Hints.Length), entry.Saved.Began, entry.Saved.Ended)));
        var quizzes = _state.Scenario.Slides.SelectMany(slide => slide.Quizzes).ToDictionary(quiz => quiz.Id, StringComparer.Ordinal);
        var answers = progress.Answers
            .Where(saved => quizzes.TryGetValue(saved.Id, out var quiz) && saved.Picked.All(option => option < quiz.Options.Length))
            .Select(saved => KeyValuePair.Create(saved.Id, QuizAnswer.Of(quizzes[saved.Id], saved.Picked)));
        return _state.Workshop with
        {
            Exercises = _state.Workshop.Exercises.SetItems(exercises),
            Answers = _state.Workshop.Answers.SetItems(answers),
        };
    }

    /// <summary>Looks at what is remembered, one step after the other, until nothing is open.</summary>
    private void Recall()
    {
        while (_isRecalling && !_runs.Values.Any(run => run.Form == RunForm.Recall))
        {
            if (Recollection.Next(_state) is not { } verdict)
            {
                EndRecall();
                return;
            }

            var step = _state.Scenario.FindStep(verdict.StepId)!;
            switch (verdict.Kind)
            {
                case VerdictKind.Believe:
                    Believe(step);
                    break;
                case VerdictKind.Look when Look(step, Known(step.Id), RunForm.Recall):
                    break;
                default:
                    Lose(step);
                    break;
            }
        }
    }

    private void OnRecalled(Step step, bool holds)
    {
        if (Known(step.Id).Status != StepStatus.Remembered)
        {
            // Somebody ran it meanwhile, and knows better.
            return;
        }

        if (holds)
        {
            Believe(step);
        }
        else
        {
            Lose(step);
        }
    }

    private void Believe(Step step)
    {
        var known = Known(step.Id);
        Set(step.Id, known with
        {
            Status = StepStatus.Done,
            Completion = known.Completion > 0 ? known.Completion : ++_lastCompletion,
        });
    }

    /// <summary>It counts as not run, unless part of it may be there: then it is to be done again or taken back.</summary>
    private void Lose(Step step)
    {
        if (Recollection.IsUncertain(step, _state))
        {
            Set(step.Id, Uncertain(step.Id, Known(step.Id)));
        }
        else
        {
            Set(step.Id, StepState.Untouched);
            _lost.Add(step.Id);
        }
    }

    private static StepState Uncertain(string stepId, StepState known) => known with
    {
        Status = StepStatus.Failed,
        Reason = $"Whether {stepId} is still there could not be found out: run it again, or take it back.",
    };

    private void EndRecall()
    {
        _isRecalling = false;
        if (_lost.Count > 0)
        {
            Say(_lost.Count == 1
                ? $"{_lost[0]} is no longer there and counts as not run."
                : $"{_lost.Count} steps are no longer there and count as not run: {InWords(_lost)}.");
        }

        if (_goalAfterRecall is { } goal)
        {
            _goalAfterRecall = null;
            SetOut(goal);
        }
    }
}
