using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Evolve.Player.Logging;

/// <summary>
/// What happened, as JSON lines: <c>{"at": ISO 8601, "event": NAME, …}</c>. Bounded: a full file becomes
/// <c>NAME.1</c>, in place of the one before.
/// </summary>
public sealed class RunLog : IDisposable
{
    /// <summary>The size of one file in bytes; two are kept.</summary>
    public const long DefaultLimit = 2 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly long _limit;
    private FileStream? _stream;

    /// <summary>Opens, or goes on with, a log.</summary>
    /// <param name="path">The file; its folder is there already.</param>
    /// <param name="time">The clock of <c>at</c>.</param>
    /// <param name="limit">The size in bytes at which a new file is begun.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public RunLog(string path, TimeProvider time, long limit = DefaultLimit)
    {
        _path = path;
        _time = time;
        _limit = limit;
        _stream = Open();
    }

    /// <summary>Why nothing is written any more (a full disk, say), or null; a talk goes on without its log.</summary>
    public string? Problem { get; private set; }

    /// <summary>Writes one event.</summary>
    /// <param name="name">Its name, in kebab case.</param>
    /// <param name="fields">What belongs to it: strings, numbers and booleans; a time span becomes milliseconds; JSON stays as it is; null is left out.</param>
    public void Write(string name, params ReadOnlySpan<(string Name, object? Value)> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("at", _time.GetUtcNow());
            json.WriteString("event", name);
            foreach (var (field, value) in fields)
            {
                WriteField(json, field, value);
            }

            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        Append(buffer);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _stream?.Dispose();
            _stream = null;
        }
    }

    private static void WriteField(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case TimeSpan span:
                json.WriteNumber(name, Math.Round(span.TotalMilliseconds, 1));
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case JsonNode node:
                json.WritePropertyName(name);
                node.WriteTo(json);
                break;
            case Enum word:
                json.WriteString(name, JsonNamingPolicy.KebabCaseLower.ConvertName(word.ToString()));
                break;
            default:
                json.WriteString(name, value.ToString());
                break;
        }
    }

    private void Append(MemoryStream line)
    {
        lock (_lock)
        {
            if (_stream is not { } stream)
            {
                return;
            }

            try
            {
                if (stream.Length > 0 && stream.Length + line.Length > _limit)
                {
                    stream.Dispose();
                    File.Move(_path, _path + ".1", overwrite: true);
                    stream = _stream = Open();
                }

                stream.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Problem = $"The log {_path} cannot be written: {exception.Message}";
                _stream = null;
                stream.Dispose();
            }
        }
    }

    private FileStream Open() => new(_path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        BufferSize = 0,
        Share = FileShare.ReadWrite | FileShare.Delete,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });
}
