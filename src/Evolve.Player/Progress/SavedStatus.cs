namespace Evolve.Player.Progress;

/// <summary>What is kept of a step's status.</summary>
public enum SavedStatus
{
    /// <summary>Not done; only its times are known.</summary>
    Untouched,

    /// <summary>It was at work, or had failed half-way, when the session ended.</summary>
    Begun,

    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was left out on purpose.</summary>
    Skipped,
}
