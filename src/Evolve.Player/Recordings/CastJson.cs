using System.Collections.Immutable;
using System.Text.Json;

namespace Evolve.Player.Recordings;

/// <summary>Takes values out of JSON that somebody else may have written: what is of another type is not there.</summary>
internal static class CastJson
{
    internal static JsonElement? Object(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    internal static int? Int(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    internal static long? Long(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    internal static bool? Flag(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    /// <summary>A text without control characters, cut when it is longer than any of ours.</summary>
    internal static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? Text(value) : null;

    internal static ImmutableArray<string> Texts(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Take(CastLimits.Tags).Select(Text).OfType<string>()]
            : [];

    /// <summary>A moment in seconds since 1970, which other recorders give with a fraction.</summary>
    internal static DateTimeOffset? Time(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds) && seconds is >= 0 and < 253_402_300_800
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    /// <summary>A length of time in milliseconds that no recording exceeds.</summary>
    internal static TimeSpan? Span(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var milliseconds) && milliseconds >= 0 && milliseconds <= CastLimits.Time.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private static string? Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        var text = value.GetString()!;
        var safe = text.Any(char.IsControl) ? new string([.. text.Where(c => !char.IsControl(c))]) : text;
        return safe.Length <= CastLimits.TextLength ? safe : safe[..CastLimits.TextLength];
    }
}
