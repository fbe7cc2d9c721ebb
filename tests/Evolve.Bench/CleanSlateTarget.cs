using System.Globalization;

namespace Evolve.Bench;

/// <summary>What is promised of the clean-slate tiers beside the others of the same run, emulated or not.</summary>
internal static class CleanSlateTarget
{
    private const double Mega = 1e6;
    private const double Mebi = 1024 * 1024;

    /// <summary>How much may come to the web tier's memory: the engine's figure has steps, and an emulator's translations come and go.</summary>
    private const double Flat = 5 * Mega;

    /// <summary>Every target whose figures were measured in this run.</summary>
    public static IEnumerable<Target> All(IReadOnlyList<Result> results)
    {
        foreach (var tier in LampSite.Tiers)
        {
            if (Find("boot", BootBench.TotalOf(tier)) is { } start)
            {
                if (Find("boot", BootBench.TotalOf(tier), LampSite.Container) is { } container)
                {
                    yield return Of($"{tier} starts within 1.5 times the container's {container:0.00} s", $"{start:0.00} s", start <= 1.5 * container);
                }

                if (Find("boot", BootBench.TotalOf(tier), BootBench.Saved) is { } saved)
                {
                    yield return Of($"{tier} starts before a saved state's {saved:0.00} s", $"{start:0.00} s", start < saved);
                }
            }

            if (Find("size", SizeBench.OwnOf(tier)) is { } own)
            {
                yield return Of($"{tier}: content of the image under 4 MB", $"{own / Mega:0.00} MB", own < 4 * Mega);
            }

            if (Find("load", LoadBench.GuestMemoryOf(tier)) is { } guest)
            {
                yield return Of($"{tier}: memory of the machine at most 32 MiB", $"{guest / Mebi:0} MiB", guest <= 32 * Mebi);
            }

            if (Find("cutover", CutoverBench.FailedOf(tier)) is { } failed)
            {
                yield return Of($"{tier}: no request failed on the way there", $"{failed:0} failed", failed == 0);
            }
        }

        if (Find("flat", FlatBench.More) is { } more)
        {
            yield return Of($"web: memory flat, under 5 MB more at the end", $"{more / Mega:+0.0;-0.0} MB", more < Flat);
        }

        double? Find(string benchmark, string name, string flavour = LampSite.CleanSlate) => Target.Find(results, benchmark, name, flavour)?.Value;

        static Target Of(FormattableString name, FormattableString figure, bool isMet) =>
            new($"{LampSite.CleanSlate}, {name.ToString(CultureInfo.InvariantCulture)}", figure.ToString(CultureInfo.InvariantCulture), isMet);
    }
}
