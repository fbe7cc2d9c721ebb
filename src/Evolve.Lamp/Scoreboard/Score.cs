namespace Evolve.Lamp.Scoreboard;

/// <summary>One figure.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Flavour">The flavour.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Value">In the unit of the measure.</param>
/// <param name="At">When.</param>
public sealed record Score(string Tier, string Flavour, ScoreMeasure Measure, double Value, DateTimeOffset At);
