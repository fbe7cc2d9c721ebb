using System.Collections.Immutable;
using System.Globalization;

namespace Evolve.Lamp.Deployment;

/// <summary>
/// Tells the containers of tiers from those that only bear their labels: what <c>docker build</c> starts for a line of a
/// Dockerfile has the labels of the image that it makes, and a name of the engine's invention.
/// </summary>
internal static class TierName
{
    /// <summary>The tier that all the others are reached through, and the name of its one container.</summary>
    internal const string Edge = "edge";

    /// <summary>The tiers in the order in which a request passes them.</summary>
    internal static ImmutableArray<string> Tiers { get; } = [Edge, "web", "php", "db"];

    /// <summary>A tier's place on the way of a request, from 0; what is no tier comes after them.</summary>
    internal static int Place(string tier) => Tiers.IndexOf(tier) is var index and >= 0 ? index : Tiers.Length;

    /// <summary>Whether a name is that of a tier's container: <c>edge</c>, or <c>TIER-FLAVOUR-N</c>.</summary>
    internal static bool IsOf(string name, string tier, string flavour) =>
        tier == Edge ? name == Edge : Tiers.Contains(tier) && NumberOf(name, tier, flavour) is not null;

    /// <summary>The tier that a container is shown and counted as: what its label says, unless it is a tier's and the name is not.</summary>
    internal static string Of(string name, string tier, string flavour) => Tiers.Contains(tier) && !IsOf(name, tier, flavour) ? "" : tier;

    /// <summary>The FLAVOUR of a name <c>TIER-FLAVOUR-N</c>; it may have hyphens of its own.</summary>
    internal static string FlavourOf(string name, string tier) => name[(tier.Length + 1)..name.LastIndexOf('-')];

    /// <summary>The N of a name <c>TIER-FLAVOUR-N</c>, or null for another name.</summary>
    internal static int? NumberOf(string name, string tier, string flavour)
    {
        var start = $"{tier}-{flavour}-";
        return name.StartsWith(start, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : null;
    }
}
