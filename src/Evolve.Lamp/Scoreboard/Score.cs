namespace Evolve.Lamp.Scoreboard;

/// <summary>One figure.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Flavour">The flavour.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Value">In the unit of the measure.</param>
/// <param name="At">When.</param>
public sealed record Score(string Tier, string Flavour, ScoreMeasure Measure, double Value, DateTimeOffset At)
{
    /// <summary>Of each tier, flavour and measure the youngest figure: all that is ever shown or kept.</summary>
    public static IEnumerable<Score> Youngest(IEnumerable<Score> scores) => scores
        .GroupBy(score => (score.Tier, score.Flavour, score.Measure))
        .Select(group => group.MaxBy(score => score.At)!);
}
