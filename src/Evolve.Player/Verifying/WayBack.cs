namespace Evolve.Player.Verifying;

/// <summary>How a play was taken back to its start, by the undos of what was done.</summary>
/// <param name="Steps">How many steps were to be taken back by an undo.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record WayBack(int Steps, TimeSpan Elapsed)
{
    /// <summary>Why it was not set out on, such as a step that has no undo, in a sentence; or null.</summary>
    public string? Obstacle { get; init; }

    /// <summary>Why it ended half-way, in a sentence; or null.</summary>
    public string? Failure { get; init; }

    /// <summary>True when everything was taken back.</summary>
    public bool IsWhole => Obstacle is null && Failure is null;
}
