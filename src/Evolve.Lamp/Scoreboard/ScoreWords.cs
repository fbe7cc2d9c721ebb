using System.Globalization;

namespace Evolve.Lamp.Scoreboard;

/// <summary>Figures as people read them.</summary>
public static class ScoreWords
{
    /// <summary>A figure with its unit: <c>83 MB</c>, <c>0.32 s</c>, <c>918 /s</c>, <c>12 ms</c>, <c>74</c>.</summary>
    public static string Of(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return score.Measure switch
        {
            ScoreMeasure.Image or ScoreMeasure.Shipped or ScoreMeasure.Memory or ScoreMeasure.GuestMemory => Bytes((long)score.Value),
            ScoreMeasure.Start => Seconds(score.Value),
            ScoreMeasure.Files or ScoreMeasure.Executables or ScoreMeasure.KernelOptions => score.Value.ToString("0", CultureInfo.InvariantCulture),
            ScoreMeasure.Rate => string.Create(CultureInfo.InvariantCulture, $"{score.Value:0} /s"),
            _ => score.Value < 1 ? string.Create(CultureInfo.InvariantCulture, $"{score.Value * 1000:0.#} ms") : Seconds(score.Value),
        };
    }

    /// <summary>Bytes in decimal units, as <c>docker images</c> has them.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => (bytes / 1e9).ToString("0.0 GB", CultureInfo.InvariantCulture),
        >= 10_000_000 => (bytes / 1e6).ToString("0 MB", CultureInfo.InvariantCulture),
        >= 1_000_000 => (bytes / 1e6).ToString("0.0 MB", CultureInfo.InvariantCulture),
        _ => (bytes / 1e3).ToString("0 kB", CultureInfo.InvariantCulture),
    };

    private static string Seconds(double seconds) =>
        seconds.ToString(seconds < 10 ? "0.00 s" : "0.0 s", CultureInfo.InvariantCulture);
}
