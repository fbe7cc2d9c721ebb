using System.Collections.Immutable;
using Evolve.Player.Exercises;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

/// <summary>
/// Says what is offered after a failure, and which of it a clicker takes. Safe on a stage is what is most likely to lead
/// on: a first failure or time-out is retried once, for a build on bad Wi-Fi often succeeds the second time; after that,
/// or when somebody stopped the step on purpose, or when it cannot start because of a step that is missing or commands
/// that nobody agreed to, the talk goes on without it. An exercise is solved before it is left out; in a workshop its
/// hints come before its solution. Where there is a recording, it is played before a step is left out, and at once after
/// a time-out, for the next might take as long, and where nothing can run any more.
/// </summary>
internal static class ChoiceRules
{
    /// <summary>How many failures in a row make the next one not worth a retry.</summary>
    internal const int RetriedFailures = 1;

    internal static StepChoice For(Step step, StepState state, WorkshopState? workshop = null, bool isRecorded = false, bool canRun = true)
    {
        var hasHint = workshop is { IsOn: true } && workshop.HasHintsLeft(step);
        var offers = ImmutableArray.CreateBuilder<ChoiceKind>();
        offers.Add(ChoiceKind.Retry);
        if (isRecorded)
        {
            offers.Add(ChoiceKind.Replay);
        }

        offers.Add(ChoiceKind.EditAndRun);
        if (hasHint)
        {
            offers.Add(ChoiceKind.Hint);
        }
        else if (step.Solve is not null)
        {
            offers.Add(ChoiceKind.Solve);
        }

        offers.Add(ChoiceKind.Shell);
        offers.Add(ChoiceKind.Skip);
        return new(step.Id, state.Reason ?? "It did not succeed.", offers.ToImmutable(), Safe(step, state, hasHint, isRecorded, canRun));
    }

    private static ChoiceKind Safe(Step step, StepState state, bool hasHint, bool isRecorded, bool canRun)
    {
        if (state.Refusal is Refusal.UnmetNeeds or Refusal.NotTrusted or Refusal.NoRecording || state.Status == StepStatus.Cancelled)
        {
            return ChoiceKind.Skip;
        }

        // A recording that could not be played is not tried again, nor one for which the pane is busy.
        var canReplay = isRecorded && state.Recording is null && state.Refusal is null;
        if (canReplay && (state.Status == StepStatus.TimedOut || !canRun))
        {
            return ChoiceKind.Replay;
        }

        if (hasHint)
        {
            return ChoiceKind.Hint;
        }

        if (state.Failures <= RetriedFailures)
        {
            return ChoiceKind.Retry;
        }

        return step.Solve is not null && !state.IsSolved && state.Recording is null ? ChoiceKind.Solve
            : canReplay ? ChoiceKind.Replay
            : ChoiceKind.Skip;
    }
}
