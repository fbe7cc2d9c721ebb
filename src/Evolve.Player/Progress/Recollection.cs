using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Progress;

/// <summary>
/// Decides what is believed of an earlier session, from the youngest step to the oldest. Checks are made only of steps
/// that nothing there has built on: what a later step needed was there, and its own checks may no longer hold, since the
/// later one has taken it further. What ran in the background ended with the session. A pure function.
/// </summary>
internal static class Recollection
{
    /// <summary>The next thing to find out or to settle; null when nothing is open.</summary>
    internal static Verdict? Next(PlayerState state)
    {
        var graph = new StepGraph(state.Scenario);
        var open = graph.Steps.Where(step => state.StateOf(step.Id).Status == StepStatus.Remembered).ToList();
        if (open.Count == 0)
        {
            return null;
        }

        if (open.FirstOrDefault(step => step.IsBackground) is { } background)
        {
            return new(VerdictKind.Lose, background.Id);
        }

        var provable = open.Where(IsProved).Select(step => step.Id);
        if (graph.Backwards(provable, id => state.StateOf(id).Completion) is [var youngest, ..])
        {
            return state.StateOf(youngest.Id).Completion > 0 && IsBuiltOn(youngest)
                ? new(VerdictKind.Believe, youngest.Id)
                : new(VerdictKind.Look, youngest.Id);
        }

        // Nobody can say of these: they are there when what they stand on is.
        var oldest = graph.InOrder(open.Select(step => step.Id).ToHashSet(StringComparer.Ordinal))[0];
        var stands = oldest.Needs.All(id => state.StateOf(id).IsDone || graph[id].IsBackground);
        return new(stands || IsBuiltOn(oldest) ? VerdictKind.Believe : VerdictKind.Lose, oldest.Id);

        bool IsBuiltOn(Step step) => graph.Needing(step.Id).Any(id => state.StateOf(id).IsDone && IsProved(graph[id]));
    }

    /// <summary>
    /// Whether a step that does not prove to be there may be there in part: it was at work when the session ended, or
    /// something with which it stands or falls may be. A step that takes another further has checks, so none is overlooked.
    /// </summary>
    internal static bool IsUncertain(Step step, PlayerState state)
    {
        if (step.IsBackground || !StepGraph.ChangesSomething(step))
        {
            return false;
        }

        var graph = new StepGraph(state.Scenario);
        return state.StateOf(step.Id).Completion == 0
            || graph.NeededBy(step.Id).Concat(graph.Needing(step.Id)).Any(id => state.StateOf(id) is { NeedsChoice: true, MayBeTakenBack: true });
    }

    private static bool IsProved(Step step) => !step.Checks.IsEmpty && StepGraph.ChangesSomething(step);
}

/// <summary>What is decided about a remembered step.</summary>
internal sealed record Verdict(VerdictKind Kind, string StepId);

/// <summary>What can be decided.</summary>
internal enum VerdictKind
{
    /// <summary>Its checks are to be made.</summary>
    Look,

    /// <summary>It is there.</summary>
    Believe,

    /// <summary>It is not.</summary>
    Lose,
}
