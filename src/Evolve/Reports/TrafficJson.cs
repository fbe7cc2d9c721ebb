using System.Text.Json;
using System.Text.Json.Nodes;
using Evolve.Lamp.Traffic;

namespace Evolve.Reports;

/// <summary>Traffic as one JSON object; times in milliseconds, as their names say.</summary>
internal static class TrafficJson
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    /// <summary>What a run came to.</summary>
    public static string Of(TrafficReport report, Uri url)
    {
        var seconds = Math.Max(0.001, report.Elapsed.TotalSeconds);
        var failures = new JsonObject();
        foreach (var failure in report.Failures)
        {
            failures[failure.What] = failure.Count;
        }

        return new JsonObject
        {
            ["good"] = report.IsGood,
            ["url"] = url.ToString(),
            ["seconds"] = Math.Round(report.Elapsed.TotalSeconds, 3),
            ["plan"] = new JsonObject { ["rate"] = report.Plan.Rate, ["writesPercent"] = report.Plan.Writes, ["retries"] = report.Plan.Retries },
            ["requests"] = report.Counts.Total,
            ["reads"] = report.Counts.Reads,
            ["writes"] = report.Counts.Writes,
            ["rate"] = Math.Round((report.Counts.Reads + report.Counts.Writes) / seconds, 2),
            ["failed"] = report.Counts.Failed,
            ["failures"] = failures,
            ["retried"] = report.Counts.Retried,
            ["p50Ms"] = Milliseconds(report.Median),
            ["p99Ms"] = Milliseconds(report.P99),
            ["maxMs"] = Milliseconds(report.Longest),
            ["acknowledged"] = report.Audit.Acknowledged,
            ["audited"] = report.IsAudited,
            ["missing"] = report.Audit.Missing,
            ["missingAtWorst"] = report.Audit.MissingAtWorst,
            ["doubled"] = report.Audit.Doubled,
            ["client"] = report.Client,
            ["ledger"] = report.Ledger,
            ["problem"] = report.Problem,
        }.ToJsonString(Options);
    }

    /// <summary>What the audit of a ledger found.</summary>
    public static string Of(AuditState state, LedgerContents ledger) => new JsonObject
    {
        ["good"] = state is { Missing: 0, Doubled: 0 },
        ["client"] = ledger.Client,
        ["acknowledged"] = state.Acknowledged,
        ["missing"] = state.Missing,
        ["doubled"] = state.Doubled,
    }.ToJsonString(Options);

    private static double? Milliseconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 2) : null;
}
