using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Evolve.Bench;

/// <summary>
/// Every tier through its flavours and back while visitors read and write: how long each move takes, and what the
/// visitors saw. Between the moves the scoreboard is measured, which so has every flavour from one run.
/// </summary>
internal sealed class CutoverBench(LampSite site, BenchOptions options, Action<Result> keep)
{
    private const string Failed = "failed";
    private static readonly (string Key, string Unit)[] Seen = [("requests", "requests"), (Failed, "requests"), ("p99Ms", "ms"), ("maxMs", "ms"), ("missing", "writes"), ("doubled", "writes")];

    /// <summary>The case of a result that tells how many requests failed while a tier moved.</summary>
    public static string FailedOf(string tier) => Figure(tier, Failed);

    /// <summary>Moves and measures as far as it is asked for, and prints the tables.</summary>
    public async Task RunAsync()
    {
        List<string> moves = [];
        await MeasureAsync();
        foreach (var tiers in site.Flavours.GroupBy(flavour => flavour.Name).Where(tiers => tiers.Key != LampSite.Container))
        {
            foreach (var flavour in tiers)
            {
                moves.Add(await MoveAsync(flavour.Tier, flavour.Name));
            }

            await MeasureAsync();
        }

        foreach (var tier in LampSite.Tiers)
        {
            moves.Add(await MoveAsync(tier, LampSite.Container));
        }

        if (options.Runs("cutover"))
        {
            Console.WriteLine("\nCut-overs under the usual traffic, a fifth of it writes");
            Console.WriteLine($"  {"tier",-4} {"to",-16} {"took",7} {"requests",9} {"failed",7} {"p99",9} {"worst",9} {"missing",8} {"doubled",8}");
            moves.ForEach(Console.WriteLine);
        }

        if (options.Runs("scoreboard"))
        {
            Console.WriteLine("\nThe scoreboard of this machine");
            Console.WriteLine(await Tool.RunAsync(Tool.App, "measure"));
            Keep(await Tool.RunAsync(Tool.App, "measure", "--json"));
        }
    }

    private async Task MeasureAsync()
    {
        if (options.Runs("scoreboard"))
        {
            await Tool.RunAsync(Tool.App, "measure", "--json");
        }
    }

    /// <summary>One cut-over, with visitors from before it until after it; a line of the table.</summary>
    private async Task<string> MoveAsync(string tier, string flavour)
    {
        var ledger = Path.Combine(Path.GetTempPath(), $"evolve-bench-{Environment.ProcessId}.ledger");
        File.Delete(ledger);
        using var traffic = Tool.Start(Tool.App, "traffic", "--ledger", ledger);
        try
        {
            await UntilWritesAsync(traffic, ledger);
            var watch = Stopwatch.StartNew();
            await Tool.RunAsync(Tool.App, "tier", tier, flavour);
            var took = watch.Elapsed.TotalSeconds;

            // Its visitors end as with Ctrl-C, and then ask for all that they wrote.
            await Tool.RunAsync("kill", "-TERM", traffic.Id.ToString(CultureInfo.InvariantCulture));
            using var report = JsonDocument.Parse(await Tool.EndAsync(traffic, mayFail: true));
            keep(new Result("cutover", Figure(tier, "took"), flavour, took, "s"));
            var seen = Seen.ToDictionary(figure => figure.Key, figure => Number(report.RootElement, figure.Key));
            foreach (var (key, unit) in Seen.Where(figure => double.IsFinite(seen[figure.Key])))
            {
                keep(new Result("cutover", Figure(tier, key), flavour, seen[key], unit));
            }

            var line = string.Create(
                CultureInfo.InvariantCulture,
                $"  {tier,-4} {flavour,-16} {took,5:0.0} s {seen["requests"],9:0} {seen[Failed],7:0} {seen["p99Ms"],6:0} ms {seen["maxMs"],6:0} ms {seen["missing"],8:0} {seen["doubled"],8:0}");
            await Console.Error.WriteLineAsync($"cutover: {line.Trim()}");
            return line;
        }
        finally
        {
            // Whatever failed, no visitor goes on asking.
            if (!traffic.HasExited)
            {
                traffic.Kill();
            }

            File.Delete(ledger);
        }
    }

    /// <summary>Until the site has acknowledged writes: then the visitors are there.</summary>
    private static async Task UntilWritesAsync(Process traffic, string ledger)
    {
        var watch = Stopwatch.StartNew();
        while (!File.Exists(ledger) || (await File.ReadAllLinesAsync(ledger)).Length < 5)
        {
            if (traffic.HasExited || watch.Elapsed > TimeSpan.FromSeconds(30))
            {
                throw new InvalidOperationException("The site takes no writes: there is nothing to move under traffic.");
            }

            await Task.Delay(50);
        }
    }

    private void Keep(string scoreboard)
    {
        using var table = JsonDocument.Parse(scoreboard);
        foreach (var row in table.RootElement.GetProperty("rows").EnumerateArray())
        {
            foreach (var score in row.GetProperty("scores").EnumerateObject().Where(score => !score.Value.GetProperty("recorded").GetBoolean()))
            {
                keep(new Result("scoreboard", $"{row.GetProperty("tier").GetString()}, {score.Name}", row.GetProperty("flavour").GetString()!, Number(score.Value, "value"), ""));
            }
        }
    }

    private static string Figure(string tier, string name) => $"{tier}, {name}";

    private static double Number(JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN;
}
