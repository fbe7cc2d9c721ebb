namespace Evolve.Player.Jumping;

/// <summary>One thing that a jump does.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="StepId">The step it does it to.</param>
/// <param name="Expected">How long it is expected to take; null when nothing is known of that.</param>
/// <param name="Source">Where that is known from.</param>
public sealed record JumpAction(
    JumpActionKind Kind, string StepId, TimeSpan? Expected = null, TimeSource Source = TimeSource.Measured);

/// <summary>Where an expected time is known from; the first that there is counts.</summary>
public enum TimeSource
{
    /// <summary>So long it took here the last time.</summary>
    Measured,

    /// <summary>So long it took when it was recorded, perhaps on another machine.</summary>
    Recorded,

    /// <summary>So much its slide plans for it, what is said meanwhile included.</summary>
    Planned,
}

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
