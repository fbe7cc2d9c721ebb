using Evolve.Player.Recordings;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Running;

/// <summary>One run of a step that is to be started.</summary>
/// <param name="Run">Its number, unique in the player.</param>
/// <param name="Step">The step.</param>
/// <param name="Script">What runs in the pane: the step's own, an edited text or its solution; null when only its checks are made.</param>
public sealed record StepRequest(long Run, Step Step, Script? Script)
{
    /// <summary>True when the step's own commands run, for which a recording stands: no edited text, no solution, no undo.</summary>
    public bool IsOwn { get; init; }

    /// <summary>What is played in its place; null when it runs.</summary>
    public StepRecording? Recording { get; init; }
}
