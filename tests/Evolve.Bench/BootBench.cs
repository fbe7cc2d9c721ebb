using Evolve.Lamp.Preparation;

namespace Evolve.Bench;

/// <summary>From <c>docker run</c> to the first right answer, taken apart: every flavour of every tier in turn.</summary>
internal sealed class BootBench(LampSite site, BenchOptions options, Action<Result> keep)
{
    /// <summary>A start from a saved state, as printed.</summary>
    public const string Saved = "… saved";

    /// <summary>One that was to be, and for which no state could be made.</summary>
    public const string NotSaved = "… none saved";

    /// <summary>The case of a result that tells the whole start of a tier.</summary>
    public static string TotalOf(string tier) => Part(tier, "all");

    /// <summary>Measures, and prints the chart.</summary>
    public async Task RunAsync()
    {
        var starts = (
            from tier in LampSite.Tiers
            from flavour in site.FlavoursOf(tier)
            from isSaved in PreparationPlanner.HasSavedState(flavour) ? new[] { false, true } : [false]
            select (Flavour: flavour, IsSaved: isSaved, Times: new List<BootTimes>())).ToList();

        // In turn, so that what else the machine does befalls all alike.
        for (var round = 0; round < options.Starts; round++)
        {
            foreach (var (flavour, isSaved, times) in starts)
            {
                var time = await BootTimes.MeasureAsync(site, Launch.Of(flavour, isSaved));
                times.Add(time);
                await Console.Error.WriteLineAsync($"boot {round + 1} of {options.Starts}: {flavour.Tier} {(isSaved ? time.IsSaved ? Saved : NotSaved : flavour.Name)}: {time}");
            }
        }

        var rows = starts
            .Select(start => (start.Flavour, start.IsSaved, Times: BootTimes.Median(start.Times)))
            .Select(start => (start.Flavour.Tier, Name: start.IsSaved ? start.Times.IsSaved ? Saved : NotSaved : start.Flavour.Name, start.Times))
            .ToList();
        foreach (var (tier, name, times) in rows)
        {
            foreach (var (part, seconds) in times.Parts.Append(("all", times.Total)))
            {
                keep(new Result("boot", Part(tier, part), name, seconds, "s"));
            }
        }

        Console.WriteLine($"\nA start taken apart: docker run to the first right answer, the start in the middle of {options.Starts}");
        Console.WriteLine(BootChart.Draw([.. rows.Select(row => ($"{row.Tier,-4} {row.Name}", row.Times))]));
    }

    private static string Part(string tier, string part) => $"{tier}, {part}";
}
