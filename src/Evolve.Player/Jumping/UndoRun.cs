using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Jumping;

/// <summary>Makes a run of a step's undo: its script in the step's pane, then the checks of what it stood on.</summary>
internal static class UndoRun
{
    /// <summary>
    /// The step to be run. The state before it holds again when the checks of the done steps that it needs hold. Not
    /// asked are those that another done step has taken further, for what they prove is no longer to be so, and those in
    /// the background, whose checks prove a beginning.
    /// </summary>
    internal static Step Of(Step step, PlayerState state)
    {
        var graph = new StepGraph(state.Scenario);
        var standing = step.Needs
            .Where(id => state.StateOf(id).IsDone && !graph[id].IsBackground)
            .Where(id => !graph.Needing(id).Any(other => other != step.Id && state.StateOf(other).MayBeTakenBack && StepGraph.ChangesSomething(graph[other])));
        return step with
        {
            Script = step.Undo!,
            Timeout = step.Undo!.Timeout,
            IsBackground = false,
            Expect = null,
            MayFail = false,
            Checks = [.. standing.SelectMany(id => graph[id].Checks)],
        };
    }
}
