using System.Text.Json;

namespace Evolve.Player.Recordings;

/// <summary>What a recording says of the step, under <c>"evolve"</c> in its header; other players pass it over.</summary>
/// <param name="Id">The step.</param>
/// <param name="Digest">The hash of what it ran and proved; see <see cref="RecordingDigest"/>.</param>
/// <param name="Machine">Where it ran, in a few words: processor, number of CPUs, accelerator; never a name.</param>
/// <param name="Elapsed">From its start to the end of its last check.</param>
public sealed record RecordedStep(string Id, string Digest, string Machine, TimeSpan Elapsed)
{
    /// <summary>Its exit status, or null when it went on in the background.</summary>
    public int? Exit { get; init; }

    /// <summary>True when its process went on in the background.</summary>
    public bool RunsOn { get; init; }

    /// <summary>How many bytes of its output were left out, for the recording would have been too large.</summary>
    public long CutBytes { get; init; }

    internal static RecordedStep? Parse(JsonElement json) =>
        CastJson.Text(json, "step") is { } id && CastJson.Text(json, "digest") is { } digest
            ? new RecordedStep(id, digest, CastJson.Text(json, "machine") ?? "a machine", CastJson.Span(json, "elapsed-ms") ?? default)
            {
                Exit = CastJson.Int(json, "exit"),
                RunsOn = CastJson.Flag(json, "background") ?? false,
                CutBytes = CastJson.Long(json, "cut-bytes") ?? 0,
            }
            : null;

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("step", Id);
        json.WriteString("digest", Digest);
        json.WriteString("machine", Machine);
        json.WriteString("status", "done");
        if (Exit is { } exit)
        {
            json.WriteNumber("exit", exit);
        }

        if (RunsOn)
        {
            json.WriteBoolean("background", true);
        }

        json.WriteNumber("elapsed-ms", (long)Elapsed.TotalMilliseconds);
        if (CutBytes > 0)
        {
            json.WriteNumber("cut-bytes", CutBytes);
        }

        json.WriteEndObject();
    }
}
