using System.Collections.Immutable;
using System.Text.Json;
using Evolve.Player.Commands;

namespace Evolve.Stage.Notes;

/// <summary>What a talk tells a notes window, a JSON object a line.</summary>
public sealed record TalkMessage
{
    /// <summary>The moment; null when this is about something else.</summary>
    public NotesState? State { get; init; }

    /// <summary>What commands can name; sent with the first state and when the scenario has changed.</summary>
    public CommandVocabulary? Vocabulary { get; init; }

    /// <summary>The number of the command that this is about.</summary>
    public int? Answer { get; init; }

    /// <summary>What the command printed.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>True for the last message about the command.</summary>
    public bool IsDone { get; init; }

    /// <summary>Why the command could not be done; or null.</summary>
    public string? Error { get; init; }

    /// <summary>Why the talk hangs up, in a sentence; or null.</summary>
    public string? Refused { get; init; }
}

/// <summary>What a notes window asks of a talk.</summary>
/// <param name="Id">Its number, which comes back in the answer.</param>
/// <param name="Line">A command, as on the <c>:</c> line.</param>
public sealed record NotesRequest(int Id, string Line);

/// <summary>Messages as lines of JSON.</summary>
internal static class NotesJson
{
    /// <summary>The longest line that a talk takes: a command, and room around it.</summary>
    internal const int LongestRequest = 32 * 1024;

    /// <summary>The longest line that a window takes: notes are at most as long as a scenario.</summary>
    internal const int LongestMessage = 4 * 1024 * 1024;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    internal static byte[] Write<T>(T message)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(message, s_options);
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';
        return json;
    }

    /// <summary>The message, or null when this is none.</summary>
    internal static T? Read<T>(ReadOnlySpan<byte> line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, s_options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
