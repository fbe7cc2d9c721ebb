using System.Collections.Immutable;
using System.Text.Json;
using Evolve.Terminal;

namespace Evolve.Player.Recordings;

/// <summary>The first line of a recording.</summary>
/// <param name="Version">2 or 3.</param>
/// <param name="Size">The terminal's size at the beginning.</param>
public sealed record CastHeader(int Version, TerminalSize Size)
{
    /// <summary>When it was recorded, or null.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Its title, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Its tags; only v3 has them.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>What Evolve noted of the step, or null when the recording is of another program's making.</summary>
    public RecordedStep? Step { get; init; }

    /// <summary>Reads a first line; throws <see cref="FormatException"/> with the reason, as a half sentence.</summary>
    internal static CastHeader Parse(ReadOnlyMemory<byte> line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("its first line is no header");
        }

        var version = CastJson.Int(root, "version");
        var terminal = version switch
        {
            2 => root,
            3 => CastJson.Object(root, "term") ?? throw new FormatException("its header has no \"term\""),
            null => throw new FormatException("its header has no version"),
            _ => throw new FormatException($"it is of version {version}, and 2 and 3 are what can be played"),
        };
        var (columns, rows) = version == 2 ? ("width", "height") : ("cols", "rows");
        return new CastHeader(version.Value, new(Cells(terminal, columns), Cells(terminal, rows)))
        {
            Timestamp = CastJson.Time(root, "timestamp"),
            Title = CastJson.Text(root, "title"),
            Tags = CastJson.Texts(root, "tags"),
            Step = CastJson.Object(root, "evolve") is { } step ? RecordedStep.Parse(step) : null,
        };
    }

    /// <summary>Writes it as the first line of a file of its version.</summary>
    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        if (Version == 2)
        {
            json.WriteNumber("width", Size.Columns);
            json.WriteNumber("height", Size.Rows);
        }
        else
        {
            json.WriteStartObject("term");
            json.WriteNumber("cols", Size.Columns);
            json.WriteNumber("rows", Size.Rows);
            json.WriteString("type", "xterm-256color");
            json.WriteEndObject();
        }

        if (Timestamp is { } at)
        {
            json.WriteNumber("timestamp", at.ToUnixTimeSeconds());
        }

        if (Title is { } title)
        {
            json.WriteString("title", title);
        }

        if (Version == 3 && !Tags.IsEmpty)
        {
            json.WriteStartArray("tags");
            foreach (var tag in Tags)
            {
                json.WriteStringValue(tag);
            }

            json.WriteEndArray();
        }

        if (Step is { } step)
        {
            json.WritePropertyName("evolve");
            step.Write(json);
        }

        json.WriteEndObject();
    }

    private static int Cells(JsonElement terminal, string name) =>
        CastJson.Int(terminal, name) is { } cells and >= 1 and <= CastLimits.Cells
            ? cells
            : throw new FormatException($"its header has no \"{name}\" from 1 to {CastLimits.Cells}");
}
