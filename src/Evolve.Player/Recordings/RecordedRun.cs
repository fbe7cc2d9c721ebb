using System.Collections.Immutable;
using System.Text.Json;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Traffic;

namespace Evolve.Player.Recordings;

/// <summary>What the screen showed beside the panes while a step ran.</summary>
/// <param name="At">When, from the start of the step.</param>
/// <param name="Picture">The deployment; null when it is as before.</param>
public sealed record RecordedMoment(TimeSpan At, DeploymentSnapshot? Picture)
{
    /// <summary>Traffic; null when it is as before, or there was none.</summary>
    internal RecordedTraffic? Traffic { get; init; }
}

/// <summary>The run log of a recording, by steps.</summary>
/// <param name="Moments">What became of deployment and traffic in each step and until the next, their state at the start first.</param>
internal sealed record RecordedRun(ImmutableDictionary<string, ImmutableArray<RecordedMoment>> Moments)
{
    internal static RecordedRun Empty { get; } = new(ImmutableDictionary<string, ImmutableArray<RecordedMoment>>.Empty);

    /// <summary>Reads it; a file that is not there says nothing.</summary>
    /// <exception cref="CastException">It is damaged, or too large.</exception>
    internal static RecordedRun Read(string path)
    {
        FileStream stream;
        try
        {
            if (!File.Exists(path))
            {
                return Empty;
            }

            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CastException($"The run log {path} cannot be opened: {exception.Message}", exception);
        }

        return Read(path, stream);
    }

    /// <summary>Reads a stream, which is disposed of.</summary>
    /// <exception cref="CastException">It is damaged, or too large.</exception>
    internal static RecordedRun Read(string path, Stream stream)
    {
        using var lines = new BoundedLines(stream, path);
        var moments = new Dictionary<string, List<RecordedMoment>>(StringComparer.Ordinal);
        var (step, start, picture) = ("", TimeSpan.Zero, (DeploymentSnapshot?)null);
        var (seconds, first, elapsed, traffic) = (new List<TrafficSecond>(), 0, TimeSpan.Zero, (RecordedTraffic?)null);
        var bytes = 0L;
        while (lines.TryRead(out var line))
        {
            bytes += line.Length;
            if (bytes > CastLimits.TrackBytes)
            {
                throw new CastException($"{path}:{lines.Number}: this run log is longer than {CastLimits.TrackBytes / 1024 / 1024} MiB.");
            }

            if (line.IsEmpty)
            {
                continue;
            }

            try
            {
                using var json = JsonDocument.Parse(line);
                Take(json.RootElement);
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
            {
                throw new CastException($"{path}:{lines.Number}: this line is no event of a run log.", exception);
            }
        }

        return new RecordedRun(moments.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray(), StringComparer.Ordinal));

        void Take(JsonElement json)
        {
            if (json.ValueKind != JsonValueKind.Object || Seconds(json) is not { } at)
            {
                throw new FormatException();
            }

            switch (CastJson.Text(json, "event"))
            {
                case "step-started":
                    (step, start) = (CastJson.Text(json, "step") ?? "", at);
                    moments[step] = picture is null && traffic is null ? [] : [new(TimeSpan.Zero, picture) { Traffic = traffic }];
                    break;
                case "topology":
                    picture = TopologyJson.Read(json);
                    Add(new(Since(at), picture));
                    break;
                case "traffic":
                    var (figures, added) = TrafficJson.Read(json);
                    first = figures.Elapsed < elapsed ? seconds.Count : first;
                    elapsed = figures.Elapsed;
                    seconds.AddRange(added);
                    traffic = new(figures, seconds, first, seconds.Count);
                    Add(new(Since(at), null) { Traffic = traffic });
                    break;
                default:
                    // An event that a replay shows nothing of.
                    break;
            }
        }

        void Add(RecordedMoment moment)
        {
            if (step.Length > 0)
            {
                moments[step].Add(moment);
            }
        }

        TimeSpan Since(TimeSpan at) => at > start ? at - start : TimeSpan.Zero;
    }

    private static TimeSpan? Seconds(JsonElement json) =>
        json.TryGetProperty("t", out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds) && seconds >= 0 && seconds <= CastLimits.Time.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
