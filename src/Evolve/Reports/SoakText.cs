using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Evolve.Lamp.Soak;

namespace Evolve.Reports;

/// <summary>A soak in words and as JSON; times in milliseconds where their names say so.</summary>
internal static class SoakText
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>One move in a line; figures keep their columns.</summary>
    public static string Line(SoakMove move, int evolutions) => string.Create(
        CultureInfo.InvariantCulture,
        $"{move.Evolution}/{evolutions}  {move.Tier,-3} → {move.Flavour,-15} {move.Took.TotalSeconds,6:0.0} s   {move.Traffic.Failed} failed, {move.Audit.MissingAtWorst} lost, {move.Audit.Doubled} doubled"
        + $"   longest write {move.Traffic.LongestWrite.TotalMilliseconds,5:0} ms, worst answer {move.Traffic.Longest.TotalMilliseconds,5:0} ms{(move.Problem is { } problem ? $"\n  {problem}" : "")}");

    /// <summary>What it came to.</summary>
    public static string Sentence(SoakReport report)
    {
        var counts = report.Traffic.Counts;
        var audit = report.Traffic.Audit;
        var longest = report.Moves.Select(move => move.Traffic.LongestWrite).DefaultIfEmpty().Max();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Completed} of {report.Wanted} evolutions, {report.Moves.Length} moves, {counts.Total} requests: {counts.Failed} failed; of {audit.Acknowledged} acknowledged writes {audit.MissingAtWorst} lost, {audit.Doubled} doubled; longest write {longest.TotalMilliseconds:0} ms, worst answer {report.Traffic.Longest.TotalMilliseconds:0} ms.")
            + (report.Problem is { } problem ? $" {problem}" : "");
    }

    /// <summary>The whole report.</summary>
    public static string Json(SoakReport report, Uri url, string? log)
    {
        var moves = new JsonArray();
        foreach (var move in report.Moves)
        {
            moves.Add(new JsonObject
            {
                ["evolution"] = move.Evolution,
                ["tier"] = move.Tier,
                ["flavour"] = move.Flavour,
                ["seconds"] = Math.Round(move.Took.TotalSeconds, 3),
                ["requests"] = move.Traffic.Ended,
                ["failed"] = move.Traffic.Failed,
                ["longestWriteMs"] = Math.Round(move.Traffic.LongestWrite.TotalMilliseconds, 1),
                ["maxMs"] = Math.Round(move.Traffic.Longest.TotalMilliseconds, 1),
                ["problem"] = move.Problem,
            });
        }

        return new JsonObject
        {
            ["good"] = report.IsGood,
            ["evolutions"] = report.Wanted,
            ["completed"] = report.Completed,
            ["problem"] = report.Problem,
            ["log"] = log,
            ["moves"] = moves,
            ["traffic"] = JsonNode.Parse(TrafficJson.Of(report.Traffic, url)),
        }.ToJsonString(Options);
    }
}
