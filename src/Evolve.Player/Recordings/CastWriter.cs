using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Evolve.Player.Recordings;

/// <summary>Writes a recording in asciicast v3, or in v2 for older players; the header says which.</summary>
public sealed class CastWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Stream _stream;
    private readonly int _version;
    private readonly ArrayBufferWriter<byte> _line = new();
    private long _writtenMilliseconds;

    /// <summary>Writes the first line.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="header">The first line; its version is the file's.</param>
    public CastWriter(Stream stream, CastHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        _stream = stream;
        _version = header.Version;
        using (var json = new Utf8JsonWriter(_line, s_options))
        {
            header.Write(json);
        }

        EndLine();
    }

    /// <summary>Writes an event; its time must not be before the one before.</summary>
    public void Write(CastEvent happened)
    {
        if (_version == 2 && happened.Kind == CastEventKind.Exit)
        {
            // v2 does not know how a program ended.
            return;
        }

        // Of rounded moments, not of intervals: an error of half a millisecond must not add up.
        var at = (long)Math.Round(happened.At.TotalMilliseconds);
        using (var json = new Utf8JsonWriter(_line, s_options))
        {
            json.WriteStartArray();
            json.WriteNumberValue((_version == 2 ? at : at - _writtenMilliseconds) / 1000m);
            json.WriteStringValue(CodeOf(happened.Kind));
            json.WriteStringValue(happened.Data);
            json.WriteEndArray();
        }

        _writtenMilliseconds = at;
        EndLine();
    }

    private static string CodeOf(CastEventKind kind) => kind switch
    {
        CastEventKind.Output => "o",
        CastEventKind.Input => "i",
        CastEventKind.Resize => "r",
        CastEventKind.Marker => "m",
        _ => "x",
    };

    private void EndLine()
    {
        _line.Write("\n"u8);
        _stream.Write(_line.WrittenSpan);
        _line.ResetWrittenCount();
    }
}
