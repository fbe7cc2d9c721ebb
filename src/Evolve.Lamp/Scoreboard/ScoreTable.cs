using System.Collections.Immutable;
using Evolve.Lamp.Flavours;

namespace Evolve.Lamp.Scoreboard;

/// <summary>All figures by tier and flavour; a value that a view can draw without asking anything.</summary>
/// <param name="Rows">A row a tier and flavour: tiers as a request passes them, in each the container first, then what came after it.</param>
/// <param name="Since">When this run began: older figures are recorded ones.</param>
/// <param name="RunnerBytes">The image of the runner, which all guests share, in bytes; null when it is not here.</param>
public sealed record ScoreTable(ImmutableArray<ScoreRow> Rows, DateTimeOffset Since, long? RunnerBytes)
{
    private static readonly ImmutableArray<string> s_tiers = ["web", "php", "db"];

    /// <summary>Puts figures in their places; of two for one place the younger counts.</summary>
    /// <param name="flavours">The catalogue: whatever is in it has a row, and nothing else.</param>
    /// <param name="scores">The figures.</param>
    /// <param name="since">When this run began.</param>
    /// <param name="runnerBytes">The image of the runner, or null.</param>
    public static ScoreTable Of(IEnumerable<Flavour> flavours, IEnumerable<Score> scores, DateTimeOffset since, long? runnerBytes)
    {
        var youngest = scores
            .GroupBy(score => (score.Tier, score.Flavour, score.Measure))
            .ToDictionary(group => group.Key, group => group.MaxBy(score => score.At)!);
        var rows = flavours
            .Where(flavour => s_tiers.Contains(flavour.Tier))
            .OrderBy(flavour => s_tiers.IndexOf(flavour.Tier))
            .ThenBy(flavour => flavour.Family)
            .ThenBy(flavour => flavour.Name, StringComparer.Ordinal)
            .Select(flavour => new ScoreRow(
                flavour.Tier,
                flavour.Name,
                flavour.Family,
                Enum.GetValues<ScoreMeasure>()
                    .Select(measure => youngest.GetValueOrDefault((flavour.Tier, flavour.Name, measure)))
                    .OfType<Score>()
                    .ToImmutableDictionary(score => score.Measure)));
        return new ScoreTable([.. rows], since, runnerBytes);
    }

    /// <summary>Whether a figure is not of this run.</summary>
    public bool IsRecorded(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return score.At < Since;
    }
}

/// <summary>A tier in a flavour.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Flavour">The flavour.</param>
/// <param name="Family">Its family.</param>
/// <param name="Scores">What is known of it.</param>
public sealed record ScoreRow(string Tier, string Flavour, FlavourFamily Family, ImmutableDictionary<ScoreMeasure, Score> Scores)
{
    /// <summary>A figure, or null while it is not known.</summary>
    public Score? this[ScoreMeasure measure] => Scores.GetValueOrDefault(measure);
}
