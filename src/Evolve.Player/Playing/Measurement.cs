namespace Evolve.Player.Playing;

/// <summary>The wall time of a step that names a measurement.</summary>
/// <param name="Name"><c>tier/flavour/name</c>.</param>
/// <param name="StepId">The step that was timed.</param>
/// <param name="Elapsed">From the start of its process to the end of its last check.</param>
/// <param name="At">When it ended.</param>
public sealed record Measurement(string Name, string StepId, TimeSpan Elapsed, DateTimeOffset At)
{
    /// <summary>True when it is of a recording that was played: of another day, maybe of another machine.</summary>
    public bool IsRecorded { get; init; }
}
