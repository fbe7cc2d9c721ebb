namespace Evolve.Player.Progress;

/// <summary>What is kept of an exercise beside its step.</summary>
/// <param name="Id">Its step's id.</param>
/// <param name="Hints">How many hints were shown.</param>
public sealed record SavedExercise(string Id, int Hints)
{
    /// <summary>When its slide was first on, or null.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>When it was done first, or null.</summary>
    public DateTimeOffset? Ended { get; init; }
}
