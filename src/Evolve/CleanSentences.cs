using System.Globalization;
using Evolve.Lamp.Removal;

namespace Evolve;

/// <summary>Says what a clean removed.</summary>
internal static class CleanSentences
{
    /// <summary>One object, on a line of its own.</summary>
    public static string Describe(CleanedObject removed) =>
        $"removed {removed.Kind.ToString().ToLowerInvariant()} {removed.Name}"
        + (removed.Bytes is { } bytes ? $" ({Size(bytes)})" : "");

    /// <summary>The whole, in a sentence.</summary>
    public static string Summary(CleanReport report) =>
        report.Removed.IsEmpty
            ? "Nothing of Evolve's was there."
            : $"Removed {Objects(report.Removed.Length)}, and gave back {Size(report.FreedBytes)}.";

    /// <summary>What was left alone because it is not this user's.</summary>
    public static string OfOthers(int count) =>
        $"{Objects(count)} of other deployments stayed: `./run.sh clean --all` removes those, too.";

    private static string Objects(int count) => count == 1 ? "1 object" : $"{count} objects";

    private static string Size(long bytes) => bytes switch
    {
        >= 1_000_000_000 => (bytes / 1e9).ToString("0.0 GB", CultureInfo.InvariantCulture),
        >= 1_000_000 => (bytes / 1e6).ToString("0 MB", CultureInfo.InvariantCulture),
        _ => (bytes / 1e3).ToString("0 kB", CultureInfo.InvariantCulture),
    };
}
