using System.Collections.Immutable;
using System.Text.Json;
using Evolve.Player.Playing;

namespace Evolve.Player.Logging;

/// <summary>What a run log says was measured, also in runs before the last.</summary>
/// <param name="Measurements">In the order of measuring.</param>
/// <param name="LastOpened">When a scenario was opened last, or null.</param>
public sealed record LoggedMeasurements(ImmutableArray<Measurement> Measurements, DateTimeOffset? LastOpened)
{
    private static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower };

    /// <summary>Reads a log and the file before it; what is not there, or no event, says nothing.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static LoggedMeasurements Read(string path)
    {
        var measurements = ImmutableArray.CreateBuilder<Measurement>();
        DateTimeOffset? opened = null;
        foreach (var file in new[] { path + ".1", path }.Where(File.Exists))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                if (line.Contains("\"measured\"", StringComparison.Ordinal) && MeasurementOf(line) is { } measured)
                {
                    measurements.Add(measured);
                }
                else if (line.Contains("\"scenario-opened\"", StringComparison.Ordinal) && TimeOf(line, "scenario-opened") is { } at)
                {
                    opened = at;
                }
            }
        }

        return new LoggedMeasurements(measurements.ToImmutable(), opened);
    }

    private static Measurement? MeasurementOf(string line) =>
        Parse(line) is { } entry && entry.Event == "measured" && entry is { Name: { } name, Step: { } step, ElapsedMs: { } elapsed }
            ? new Measurement(name, step, TimeSpan.FromMilliseconds(elapsed), entry.At)
            : null;

    private static DateTimeOffset? TimeOf(string line, string what) =>
        Parse(line) is { } entry && entry.Event == what ? entry.At : null;

    private static Entry? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(line, s_options);
        }
        catch (JsonException)
        {
            // The last line of a process that was killed.
            return null;
        }
    }

    private sealed record Entry(DateTimeOffset At, string? Event, string? Name, string? Step, double? ElapsedMs);
}
