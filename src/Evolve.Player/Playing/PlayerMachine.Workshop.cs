using System.Collections.Immutable;
using Evolve.Player.Exercises;
using Evolve.Player.Running;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

// Exercises and quizzes. A look at an exercise makes its checks as forward does, but a look that finds it undone is no
// failure: the attendee is still at it, so nothing opens, and only the sentence on the card changes.
internal sealed partial class PlayerMachine
{
    private void ShowHint(Step step)
    {
        var known = _state.Workshop.StateOf(step.Id);
        if (step.Hints.IsEmpty)
        {
            Say($"There is no hint for {step.Id}.");
        }
        else if (known.HintsShown >= step.Hints.Length)
        {
            Say(step.Hints.Length == 1 ? $"The one hint for {step.Id} is on the slide." : $"All {step.Hints.Length} hints for {step.Id} are on the slide.");
        }
        else
        {
            SetExercise(step.Id, known with { HintsShown = known.HintsShown + 1 });
        }
    }

    /// <summary>A hint in place of another failure: the attendee is at it again, and what was found stays on the card.</summary>
    private void TakeHint(Step step)
    {
        ShowHint(step);
        var known = Known(step.Id);
        SetExercise(step.Id, _state.Workshop.StateOf(step.Id) with { NotYet = known.Reason });
        Set(step.Id, known with { Status = StepStatus.Waiting, Reason = null, Refusal = null });
    }

    /// <summary>Makes the checks of an exercise.</summary>
    /// <param name="stepId">The exercise; null for the first one on the slide that is not done.</param>
    /// <param name="isAsked">False for a look by itself, which happens only when it disturbs nothing and says nothing.</param>
    private void Look(string? stepId, bool isAsked)
    {
        var step = stepId is null
            ? _state.OpenExercise ?? (isAsked ? _state.Slide.Steps.LastOrDefault(step => step.Kind == StepKind.Exercise) : null)
            : _state.Scenario.FindStep(stepId);
        if (step is not { Kind: StepKind.Exercise })
        {
            SayIf(isAsked, "There is no exercise on this slide.");
            return;
        }

        var known = Known(step.Id);
        if (!isAsked && (known.IsSettled || _state.Choice is not null))
        {
            return;
        }

        if (_state.Steps.Any(pair => pair.Value.IsActive) || _runs.Values.Any(run => run.IsLook))
        {
            SayIf(isAsked, "A step is at work: wait for its end.");
            return;
        }

        if (WhyNot(step, RunForm.Own, null) is var (_, sentence))
        {
            SayIf(isAsked, sentence);
            return;
        }

        var run = ++_lastRun;
        _runs[run] = new(step.Id, StepDigest.Of(step), Pane: null) { IsLook = true, IsAsked = isAsked };
        _effects.Add(new PlayerEffect.Start(new StepRequest(run, step, null)));
        _state = _state with { Workshop = _state.Workshop with { LookedAt = step.Id } };
    }

    /// <summary>In a workshop a solution comes after the hints.</summary>
    private void Solve(Step step)
    {
        if (_state.Workshop is { IsOn: true } workshop && workshop.HasHintsLeft(step))
        {
            Say($"The hints come first: {workshop.StateOf(step.Id).HintsShown} of {step.Hints.Length} are on the slide.", refusalOf: step.Id);
        }
        else
        {
            Start(step, RunForm.Solution, null, byForward: false);
        }
    }

    private void SayIf(bool isAsked, string sentence)
    {
        if (isAsked)
        {
            Say(sentence);
        }
    }

    /// <summary>Forward, or another command, goes on with a look that is under way instead of making the checks twice.</summary>
    private bool TakeOverLook(Step step)
    {
        var look = _runs.Where(pair => pair.Value.IsLook && pair.Value.StepId == step.Id).Select(pair => (long?)pair.Key).FirstOrDefault();
        if (look is not { } run)
        {
            return false;
        }

        _runs[run] = _runs[run] with { IsLook = false };
        _state = _state with { Workshop = _state.Workshop with { LookedAt = null } };
        var known = Known(step.Id);
        Set(step.Id, new StepState(StepStatus.Checking, known.Attempt + 1, _now.Wall, TypedCharacters: step.Script.Text.Length) { Failures = known.Failures });
        return true;
    }

    private void OnLookEnded(Step step, ActiveRun look, StepOutcome outcome)
    {
        var known = Known(step.Id);
        if (known.IsActive)
        {
            // Its solution runs meanwhile, and its own checks come after it.
            return;
        }

        if (outcome.Kind == OutcomeKind.Succeeded)
        {
            if (!known.IsSettled)
            {
                Set(step.Id, new StepState(StepStatus.Done, known.Attempt + 1, _now.Wall - outcome.Elapsed, outcome.Elapsed)
                {
                    Completion = ++_lastCompletion,
                });
                EndExercise(step);
            }

            SayIf(look.IsAsked, $"{step.Id} is done.");
        }
        else if (outcome.Kind != OutcomeKind.Cancelled)
        {
            // It was done, and somebody has undone it: the check that was asked for is right.
            if (look.IsAsked && known.Status == StepStatus.Done)
            {
                Set(step.Id, known with { Status = StepStatus.Waiting });
            }

            SetExercise(step.Id, _state.Workshop.StateOf(step.Id) with { NotYet = outcome.Reason });
            SayIf(look.IsAsked, "Not yet: its card says why.");
        }
    }

    private void EndExercise(Step step)
    {
        if (step.Kind == StepKind.Exercise)
        {
            var known = _state.Workshop.StateOf(step.Id);
            SetExercise(step.Id, known with { Ended = known.Ended ?? _now.Wall, NotYet = null });
        }
    }

    /// <summary>The time of the exercises on a slide begins when it is first seen.</summary>
    private void BeginExercises()
    {
        foreach (var step in _state.Slide.Steps.Where(step => step.Kind == StepKind.Exercise))
        {
            var known = _state.Workshop.StateOf(step.Id);
            if (known.Began is null)
            {
                SetExercise(step.Id, known with { Began = _now.Wall });
            }
        }
    }

    private void Pick(string quizId, int option)
    {
        if (_state.Slide.Quizzes.FirstOrDefault(quiz => quiz.Id == quizId) is not { } quiz)
        {
            Say($"There is no quiz “{quizId}” on this slide.");
        }
        else if (option < 0 || option >= quiz.Options.Length)
        {
            Say($"The answers go from 1 to {quiz.Options.Length}.");
        }
        else if (_state.Workshop.AnswerTo(quizId) is { Verdict: QuizVerdict.Open } answer)
        {
            SetAnswer(quizId, answer.Pick(quiz, option));
        }
    }

    private void ShowAnswer(string quizId) => SetAnswer(quizId, new QuizAnswer(QuizVerdict.Shown, []));

    private void SetAnswer(string quizId, QuizAnswer answer) =>
        _state = _state with { Workshop = _state.Workshop with { Answers = _state.Workshop.Answers.SetItem(quizId, answer) } };

    private void SetExercise(string stepId, ExerciseState known) =>
        _state = _state with { Workshop = _state.Workshop with { Exercises = _state.Workshop.Exercises.SetItem(stepId, known) } };

    /// <summary>What still holds in another version of the scenario.</summary>
    private static WorkshopState Keep(WorkshopState known, Scenario old, Scenario next, Dictionary<string, string> renamed) => known with
    {
        Exercises = known.Exercises
            .Where(pair => renamed.ContainsKey(pair.Key))
            .ToImmutableDictionary(pair => renamed[pair.Key], pair => pair.Value),
        Answers = known.Answers
            .Where(pair => TextOf(old, pair.Key) is { } text && text == TextOf(next, pair.Key))
            .ToImmutableDictionary(),
    };

    private static string? TextOf(Scenario scenario, string quizId) => scenario.Slides
        .SelectMany(slide => slide.Quizzes)
        .Where(quiz => quiz.Id == quizId)
        .Select(quiz => string.Join('\n', quiz.Options.Select(option => $"{option.IsRight} {SlideText.Of(option)}")))
        .FirstOrDefault();
}
