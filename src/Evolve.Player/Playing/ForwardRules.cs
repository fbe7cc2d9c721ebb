using Evolve.Player.Exercises;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

/// <summary>
/// Says what the next press of forward does: the first stop of the slide, in document order, that is not passed yet.
/// A step that is at work on this slide or an earlier one holds forward; one on a later slide (the presenter went back)
/// only holds back further steps, so that the way to it is free.
/// </summary>
internal static class ForwardRules
{
    internal static ForwardAction Next(PlayerState state)
    {
        if (state.Choice is { } choice)
        {
            return new(ForwardKind.TakeSafeChoice, WordsOf(choice.Safe, choice.StepId), choice.StepId);
        }

        if (state.Journey is { Current: { } at } journey)
        {
            return new(ForwardKind.Wait, $"{journey.Plan.Words}: {at.StepId}, {journey.Passed + 1} of {journey.Plan.Actions.Length}", at.StepId);
        }

        if (ActiveStep(state, state.SlideIndex) is { } active)
        {
            return Wait(state, active);
        }

        foreach (var stop in state.Slide.Stops)
        {
            switch (stop)
            {
                case PauseStop pause when pause.Number > state.Reveal:
                    return new(ForwardKind.Reveal, "show more");
                case QuizStop { Quiz: var quiz } when state.Workshop.AnswerTo(quiz.Id).Verdict == QuizVerdict.Open:
                    return new(ForwardKind.ShowAnswer, state.Workshop.IsOn ? $"1 to {quiz.Options.Length} answers; forward shows it" : "show the answer");
                case StepStop { Step: var step } when !state.StateOf(step.Id).IsSettled:
                    return AtStep(state, step);
            }
        }

        return state.SlideIndex + 1 < state.Scenario.Slides.Length
            ? new(ForwardKind.NextSlide, NextSlideWords(state.Scenario.Slides[state.SlideIndex + 1]))
            : new(ForwardKind.End, state.Workshop.IsOn ? "see what you have done" : "this is the end");
    }

    /// <summary>Whether a step is replayed and not run: when nothing runs, and when what it needs was only replayed.</summary>
    internal static bool Replays(PlayerState state, Step step)
    {
        if (state.ReplayReason is not null)
        {
            return true;
        }

        var needs = step.Needs.Select(id => state.StateOf(id).Status).ToList();
        return needs.Contains(StepStatus.Replayed) && needs.All(status => status is StepStatus.Done or StepStatus.Replayed);
    }

    /// <summary>What a choice means, in words.</summary>
    internal static string WordsOf(ChoiceKind choice, string stepId) => choice switch
    {
        ChoiceKind.Retry => $"run {stepId} again",
        ChoiceKind.Replay => $"play the recording of {stepId}",
        ChoiceKind.EditAndRun => $"edit {stepId} and run it",
        ChoiceKind.Solve => $"run the solution of {stepId}",
        ChoiceKind.Hint => $"show a hint for {stepId}",
        ChoiceKind.Shell => "open a shell",
        _ => $"go on without {stepId}",
    };

    private static ForwardAction AtStep(PlayerState state, Step step)
    {
        var known = state.StateOf(step.Id);
        if (known.NeedsChoice)
        {
            return new(ForwardKind.Choose, $"{step.Id} {WordsOf(known)}: choose what to do", step.Id);
        }

        if (known.Status == StepStatus.Remembered)
        {
            return new(ForwardKind.Wait, $"looking whether {step.Id} is still there", step.Id);
        }

        if (ActiveStep(state, int.MaxValue) is { } elsewhere)
        {
            return Wait(state, elsewhere);
        }

        if (known.Status == StepStatus.Typing)
        {
            return known.TypedCharacters < step.Script.Text.Length
                ? new(ForwardKind.FinishTyping, $"finish typing {step.Id}", step.Id)
                : new(ForwardKind.Run, RunWords(state, step), step.Id);
        }

        return step.Kind switch
        {
            StepKind.Type => new(ForwardKind.Type, $"type {step.Id}", step.Id),
            StepKind.Exercise when !Replays(state, step) => new(ForwardKind.Check, $"check {step.Id}", step.Id),
            _ => new(ForwardKind.Run, RunWords(state, step), step.Id),
        };
    }

    private static string RunWords(PlayerState state, Step step) =>
        Replays(state, step) && state.Recorded.ContainsKey(step.Id) ? WordsOf(ChoiceKind.Replay, step.Id) : $"run {step.Id}";

    private static ForwardAction Wait(PlayerState state, Step active) => state.StateOf(active.Id) switch
    {
        { Recording: not null } => new(ForwardKind.FinishReplay, $"show the end of the recording of {active.Id}", active.Id),
        { Status: StepStatus.Checking } => new(ForwardKind.Wait, $"{active.Id} is being checked", active.Id),
        { Status: StepStatus.Undoing } => new(ForwardKind.Wait, $"{active.Id} is being taken back", active.Id),
        _ => new(ForwardKind.Wait, $"{active.Id} is running", active.Id),
    };

    private static Step? ActiveStep(PlayerState state, int lastSlide)
    {
        if (!state.Steps.Any(pair => pair.Value.IsActive))
        {
            return null;
        }

        return state.Scenario.Slides
            .Take(lastSlide == int.MaxValue ? int.MaxValue : lastSlide + 1)
            .Reverse()
            .SelectMany(slide => slide.Steps)
            .FirstOrDefault(step => state.StateOf(step.Id).IsActive);
    }

    private static string NextSlideWords(Slide slide) =>
        slide.Title.Length > 0 ? $"next slide: {slide.Title}" : "next slide";

    private static string WordsOf(StepState known) => known switch
    {
        { Refusal: not null } => "cannot start",
        { Status: StepStatus.TimedOut } => "took too long",
        { Status: StepStatus.Cancelled } => "was stopped",
        _ => "failed",
    };
}
