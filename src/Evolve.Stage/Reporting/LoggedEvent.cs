using System.Text.Json;

namespace Evolve.Stage.Reporting;

/// <summary>One line of a run log.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Name">What happened, in kebab case.</param>
/// <param name="Data">The whole line, an object.</param>
public sealed record LoggedEvent(DateTimeOffset At, string Name, JsonElement Data)
{
    /// <summary>Reads a line; null when it is none, such as the last one of a process that was killed.</summary>
    public static LoggedEvent? Parse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var data = document.RootElement;
            return data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty("at", out var time) && time.ValueKind == JsonValueKind.String && time.TryGetDateTimeOffset(out var at)
                && TextOf(data, "event") is { } name
                    ? new LoggedEvent(at, name, data.Clone())
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A field's text, or null.</summary>
    public string? Text(string field) => TextOf(Data, field);

    /// <summary>A field's length of time, which is in milliseconds; zero when there is none.</summary>
    public TimeSpan Time(string field) =>
        Data.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var milliseconds) && milliseconds is >= 0 and < 1e12
                ? TimeSpan.FromMilliseconds(milliseconds)
                : TimeSpan.Zero;

    /// <summary>Whether a field is true.</summary>
    public bool Flag(string field) => Data.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>The objects of a field's list; none when it is no list.</summary>
    public IEnumerable<JsonElement> Objects(string field) =>
        Data.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().Where(element => element.ValueKind == JsonValueKind.Object)
            : [];

    /// <summary>The text of an object's field, or null.</summary>
    internal static string? TextOf(JsonElement element, string field)
    {
        try
        {
            return element.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a character, as no program of ours writes it.
            return null;
        }
    }
}
