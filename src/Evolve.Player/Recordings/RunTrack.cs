using System.Text.Encodings.Web;
using System.Text.Json;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Traffic;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Recordings;

/// <summary>
/// The run log of a recording, as JSON lines with times relative to the run: <c>{"t": SECONDS, "event": NAME, …}</c>.
/// It is kept in memory until the run is over, and bounded.
/// </summary>
internal sealed class RunTrack(TimeProvider time) : IDisposable
{
    internal const string FileName = "run.jsonl";

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private readonly MemoryStream _lines = new();
    private readonly TrafficTrack _traffic = new();
    private DeploymentSnapshot? _last;
    private byte[] _earlier = [];

    /// <summary>True when some events were left out, for there were too many.</summary>
    internal bool IsCut { get; private set; }

    internal void StepStarted(Step step) => Write("step-started", json => json.WriteString("step", step.Id));

    internal void StepEnded(Step step, TimeSpan elapsed)
    {
        Write("step-ended", json =>
        {
            json.WriteString("step", step.Id);
            json.WriteNumber("elapsed-ms", (long)elapsed.TotalMilliseconds);
        });
        if (step.Measure is { } name)
        {
            Write("measured", json =>
            {
                json.WriteString("name", name);
                json.WriteString("step", step.Id);
                json.WriteNumber("elapsed-ms", (long)elapsed.TotalMilliseconds);
            });
        }
    }

    /// <summary>Writes a picture of the deployment, when it shows something new.</summary>
    internal void Topology(DeploymentSnapshot picture)
    {
        if (picture.Engine != EngineState.Connected)
        {
            return;
        }

        var essence = TopologyJson.Essence(picture);
        lock (_lock)
        {
            if (_last is { } last && TopologyJson.AreAlike(last, essence))
            {
                return;
            }

            _last = essence;
            Write("topology", json => TopologyJson.Write(json, essence));
        }
    }

    /// <summary>Writes traffic's figures, when it is time again.</summary>
    internal void Traffic(TrafficSnapshot now, Func<string, string> mask)
    {
        lock (_lock)
        {
            if (_traffic.Take(now, time.GetElapsedTime(_start)) is { } seconds)
            {
                Write("traffic", json => TrafficJson.Write(json, now, seconds, mask));
            }
        }
    }

    /// <summary>Takes the log of an earlier run before this one: who reads both takes of each step what is told last. One that is too long is left out.</summary>
    internal void PutBehind(string path)
    {
        lock (_lock)
        {
            var earlier = new FileInfo(path);
            if (!earlier.Exists)
            {
                return;
            }

            if (earlier.Length + _lines.Length > CastLimits.TrackBytes)
            {
                IsCut = true;
                return;
            }

            _earlier = File.ReadAllBytes(path);
        }
    }

    internal void Save(string folder)
    {
        lock (_lock)
        {
            File.WriteAllBytes(Path.Combine(folder, FileName), [.. _earlier, .. _lines.ToArray()]);
        }
    }

    public void Dispose() => _lines.Dispose();

    private void Write(string name, Action<Utf8JsonWriter> fields)
    {
        lock (_lock)
        {
            if (_lines.Length > CastLimits.TrackBytes / 2)
            {
                IsCut = true;
                return;
            }

            using (var json = new Utf8JsonWriter(_lines, s_options))
            {
                json.WriteStartObject();
                json.WriteNumber("t", Math.Round((decimal)time.GetElapsedTime(_start).TotalSeconds, 3));
                json.WriteString("event", name);
                fields(json);
                json.WriteEndObject();
            }

            _lines.WriteByte((byte)'\n');
        }
    }
}
