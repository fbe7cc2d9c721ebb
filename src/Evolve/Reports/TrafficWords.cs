using System.Globalization;
using Evolve.Lamp.Traffic;

namespace Evolve.Reports;

/// <summary>Traffic in words, for whoever watches a command line.</summary>
internal static class TrafficWords
{
    /// <summary>The moment in a line; figures keep their columns.</summary>
    public static string Line(TrafficSnapshot now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{now.Elapsed.TotalSeconds,5:0} s {now.Rate,7:0.0} /s   p50 {Ms(now.Median),5}   p99 {Ms(now.P99),5} ms   failed {now.Counts.Failed}   acknowledged {now.Audit.Acknowledged}, missing {now.Audit.Missing}, doubled {now.Audit.Doubled}");

    /// <summary>What it came to, in a sentence.</summary>
    public static string Sentence(TrafficReport report)
    {
        if (report.Problem is { } problem)
        {
            return problem;
        }

        var failed = report.Counts.Failed == 0 ? "none failed" : $"{report.Counts.Failed} failed ({string.Join(", ", report.Failures.Select(failure => $"{failure.Count} {failure.What}"))})";
        var retried = report.Counts.Retried == 0 ? "" : $", {report.Counts.Retried} were sent again";
        var writes = report.IsAudited
            ? $"of {report.Audit.Acknowledged} acknowledged writes {report.Audit.Missing} are missing and {report.Audit.Doubled} doubled"
            : $"the site did not answer the audit of {report.Audit.Acknowledged} acknowledged writes";
        return $"{report.Counts.Total} requests: {failed}{retried}; {writes}.";
    }

    private static string Ms(TimeSpan? time) =>
        time is { } known ? known.TotalMilliseconds.ToString(known.TotalMilliseconds < 10 ? "0.0" : "0", CultureInfo.InvariantCulture) : "-";
}
