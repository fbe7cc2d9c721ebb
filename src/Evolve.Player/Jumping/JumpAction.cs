namespace Evolve.Player.Jumping;

/// <summary>One thing that a jump does.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="StepId">The step it does it to.</param>
/// <param name="Expected">How long it took the last time; null when that is not known.</param>
public sealed record JumpAction(JumpActionKind Kind, string StepId, TimeSpan? Expected = null);

/// <summary>What a jump does to a step.</summary>
public enum JumpActionKind
{
    /// <summary>Runs it, unless its checks hold already.</summary>
    Run,

    /// <summary>Runs its solution, unless its checks hold already.</summary>
    Solve,

    /// <summary>Runs its undo, after what goes on of it in the background was ended.</summary>
    Undo,

    /// <summary>Counts it as untouched again: it has changed nothing.</summary>
    Forget,
}
