using System.Text.Json;

namespace Evolve.Player.Recordings;

/// <summary>
/// Reads a recording in asciicast v2 or v3 as a stream, one event after the other: how long a file is costs neither
/// memory nor time before its first event.
/// </summary>
public sealed class CastReader : IDisposable
{
    private readonly string _path;
    private readonly BoundedLines _lines;
    private TimeSpan _at;

    private CastReader(string path, Stream stream)
    {
        _path = path;
        _lines = new BoundedLines(stream, path);
        Header = ReadHeader();
    }

    /// <summary>The first line.</summary>
    public CastHeader Header { get; }

    /// <summary>Opens a file and reads its first line.</summary>
    /// <exception cref="CastException">It cannot be read, or is no recording.</exception>
    public static CastReader Open(string path)
    {
        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CastException($"The recording {path} cannot be opened: {exception.Message}", exception);
        }

        return Open(path, stream);
    }

    /// <summary>Reads the first line of a stream, which is disposed of with the reader.</summary>
    /// <param name="path">What it is called in sentences.</param>
    /// <param name="stream">The stream.</param>
    /// <exception cref="CastException">It is no recording; the stream is disposed of.</exception>
    public static CastReader Open(string path, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        try
        {
            return new CastReader(path, stream);
        }
        catch (CastException)
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next event; comments and events of kinds that nobody knows yet are passed over, as the format asks.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="CastException">A line is none of a recording.</exception>
    public bool TryRead(out CastEvent read)
    {
        while (_lines.TryRead(out var line))
        {
            var text = line.Span.Trim((byte)' ').TrimEnd((byte)'\r');
            if (text.IsEmpty || text[0] == (byte)'#')
            {
                continue;
            }

            try
            {
                if (ParseEvent(text) is { } found)
                {
                    read = found;
                    return true;
                }
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
            {
                // InvalidOperationException: a text that is no valid Unicode.
                var reason = exception is FormatException ? exception.Message : "this line is not [time, \"kind\", \"text\"]";
                throw new CastException($"{_path}:{_lines.Number}: {reason}.", exception);
            }
        }

        read = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private CastHeader ReadHeader()
    {
        if (!_lines.TryRead(out var line))
        {
            throw new CastException($"{_path}:1: the file is empty, so it is no recording.");
        }

        try
        {
            return CastHeader.Parse(line);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            var reason = exception is FormatException ? exception.Message : "its first line is no JSON";
            throw new CastException($"{_path}:1: this is no asciicast: {reason}.", exception);
        }
    }

    private CastEvent? ParseEvent(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        if (!json.Read() || json.TokenType != JsonTokenType.StartArray
            || !json.Read() || json.TokenType != JsonTokenType.Number || !json.TryGetDouble(out var seconds)
            || !json.Read() || json.TokenType != JsonTokenType.String)
        {
            throw new FormatException("this line is not [time, \"kind\", \"text\"]");
        }

        var kind = json.GetString() switch
        {
            "o" => CastEventKind.Output,
            "i" => CastEventKind.Input,
            "r" => CastEventKind.Resize,
            "m" => CastEventKind.Marker,
            "x" => CastEventKind.Exit,
            _ => (CastEventKind?)null,
        };
        Advance(seconds);
        if (!json.Read())
        {
            throw new FormatException("this event has no text");
        }

        // The exit status is a text by the format, and a number where somebody read it differently.
        var data = json.TokenType switch
        {
            JsonTokenType.String => json.GetString()!,
            JsonTokenType.Number when kind == CastEventKind.Exit && json.TryGetInt32(out var status) =>
                status.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ when kind is null => "",
            _ => throw new FormatException("this event has no text"),
        };
        if (kind is not null && (!json.Read() || json.TokenType != JsonTokenType.EndArray || json.Read()))
        {
            throw new FormatException("this line has more than [time, \"kind\", \"text\"]");
        }

        return kind is { } known ? new CastEvent(_at, known, data) : null;
    }

    /// <summary>v2 counts from the beginning, v3 from the event before. A v2 clock that went back stands still.</summary>
    private void Advance(double seconds)
    {
        if (!(seconds >= 0 && seconds <= CastLimits.Time.TotalSeconds))
        {
            throw new FormatException($"the time of this event is not from 0 to {CastLimits.Time.TotalSeconds:0} seconds");
        }

        var time = TimeSpan.FromSeconds(seconds);
        _at = Header.Version == 2 ? (time > _at ? time : _at) : _at + time;
        if (_at > CastLimits.Time)
        {
            throw new FormatException($"the recording is longer than {CastLimits.Time.TotalDays:0} days");
        }
    }
}
