namespace Evolve.Player.Progress;

/// <summary>What is kept of a step.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Digest">What it does and proves, hashed: worth as long as the step's is the same.</param>
/// <param name="Status">Where it was.</param>
public sealed record SavedStep(string Id, string Digest, SavedStatus Status)
{
    /// <summary>When it was started last, or null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How long it took when it last succeeded, or null.</summary>
    public TimeSpan? RunTime { get; init; }

    /// <summary>How long its undo took when it last succeeded, or null.</summary>
    public TimeSpan? UndoTime { get; init; }
}
