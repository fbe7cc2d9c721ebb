using System.Collections.Immutable;
using System.Text.Json;
using Evolve.Lamp.Traffic;

namespace Evolve.Player.Recordings;

/// <summary>Writes traffic's figures into a run log, and reads them back: what the screen shows, and each second once.</summary>
internal static class TrafficJson
{
    /// <summary>More kinds of failures than the screen tells apart.</summary>
    private const int MostFailures = 4;

    internal static void Write(
        Utf8JsonWriter json, TrafficSnapshot now, IEnumerable<TrafficSecond> seconds, Func<string, string> mask)
    {
        json.WriteString("phase", JsonNamingPolicy.KebabCaseLower.ConvertName(now.Phase.ToString()));
        json.WriteNumber("elapsed-ms", (long)now.Elapsed.TotalMilliseconds);
        json.WriteNumber("asked", Math.Round(now.Plan.Rate, 1));
        json.WriteNumber("writes-percent", Math.Round(now.Plan.Writes, 1));
        json.WriteNumber("rate", Math.Round(now.Rate, 1));
        WriteTime(json, "p50-ms", now.Median);
        WriteTime(json, "p99-ms", now.P99);
        WriteTime(json, "longest-ms", now.Longest);
        json.WriteNumber("waiting", now.Waiting);
        WriteNumbers(json, "counts", now.Counts.Reads, now.Counts.Writes, now.Counts.Failed, now.Counts.Retried);
        var audit = now.Audit;
        WriteNumbers(json, "audit", audit.Acknowledged, audit.Missing, audit.MissingAtWorst, audit.Doubled, audit.Passes);
        if (!now.Failures.IsEmpty)
        {
            json.WriteStartArray("failures");
            foreach (var failure in now.Failures.Take(MostFailures))
            {
                json.WriteStartObject();
                json.WriteString("what", mask(failure.What));
                json.WriteNumber("count", failure.Count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (now.Problem is { } problem)
        {
            json.WriteString("problem", mask(problem));
        }

        json.WriteStartArray("seconds");
        foreach (var second in seconds)
        {
            json.WriteStartArray();
            json.WriteNumberValue(second.Right);
            json.WriteNumberValue(second.Failed);
            json.WriteNumberValue(Milliseconds(second.Longest));
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads what <see cref="Write"/> has written; what is missing is as before the first request.</summary>
    internal static (TrafficSnapshot Figures, ImmutableArray<TrafficSecond> Seconds) Read(JsonElement json)
    {
        var counts = Numbers(json, "counts", 4);
        var audit = Numbers(json, "audit", 5);
        var figures = new TrafficSnapshot
        {
            Phase = CastJson.Text(json, "phase") switch
            {
                "running" => TrafficPhase.Running,
                "ending" => TrafficPhase.Ending,
                _ => TrafficPhase.Off,
            },
            Plan = new() { Rate = Number(json, "asked"), Writes = Number(json, "writes-percent") },
            Elapsed = CastJson.Span(json, "elapsed-ms") ?? default,
            Rate = Number(json, "rate"),
            Median = CastJson.Span(json, "p50-ms"),
            P99 = CastJson.Span(json, "p99-ms"),
            Longest = CastJson.Span(json, "longest-ms") ?? default,
            Waiting = Math.Max(0, CastJson.Int(json, "waiting") ?? 0),
            Counts = new(counts[0], counts[1], counts[2], counts[3]),
            Audit = new(audit[0], audit[1], audit[2], audit[3], audit[4]),
            Failures = [.. Items(json, "failures", MostFailures).Where(item => item.ValueKind == JsonValueKind.Object).Select(item =>
                new TrafficFailure(CastJson.Text(item, "what") ?? "", Math.Clamp(CastJson.Long(item, "count") ?? 0, 0, int.MaxValue)))],
            Problem = CastJson.Text(json, "problem"),
        };
        return (figures, [.. Items(json, "seconds", TrafficSnapshot.SecondsKept).Select(Second)]);
    }

    private static TrafficSecond Second(JsonElement item)
    {
        var parts = item.ValueKind == JsonValueKind.Array
            ? item.EnumerateArray().Take(3).Select(part => part.ValueKind == JsonValueKind.Number ? part.GetDouble() : 0).ToArray()
            : [];
        return new((int)Part(0, int.MaxValue), (int)Part(1, int.MaxValue), TimeSpan.FromMilliseconds(Part(2, CastLimits.Time.TotalMilliseconds)));

        double Part(int index, double most) => index < parts.Length ? Math.Clamp(parts[index], 0, most) : 0;
    }

    private static double Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? Math.Clamp(value.GetDouble(), 0, int.MaxValue) : 0;

    private static long[] Numbers(JsonElement json, string name, int count)
    {
        var numbers = new long[count];
        foreach (var (i, item) in Items(json, name, count).Index())
        {
            numbers[i] = item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) ? Math.Max(0, number) : 0;
        }

        return numbers;
    }

    private static JsonElement[] Items(JsonElement json, string name, int most) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Take(most)] : [];

    private static void WriteNumbers(Utf8JsonWriter json, string name, params ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { } known)
        {
            json.WriteNumber(name, Milliseconds(known));
        }
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);
}
