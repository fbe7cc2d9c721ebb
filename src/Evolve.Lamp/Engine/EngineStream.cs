using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Docker.DotNet;

namespace Evolve.Lamp.Engine;

/// <summary>An endless answer of the engine: one JSON object a line.</summary>
internal static class EngineStream
{
    /// <summary>Opens it; the deadline is for its beginning only.</summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    internal static Task<Stream> OpenAsync(
        this DockerEngine engine,
        Func<IDockerClient, CancellationToken, Task<Stream>> question,
        CancellationToken cancellationToken) => engine.AskAsync(question, cancellationToken);

    /// <summary>The objects as they come; ends with the stream, an unfinished last line included.</summary>
    /// <exception cref="IOException">The engine has gone.</exception>
    /// <exception cref="JsonException">A line is not JSON.</exception>
    internal static async IAsyncEnumerable<JsonDocument> ReadAsync(
        Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                yield return JsonDocument.Parse(line);
            }
        }
    }

    /// <summary>The element at a place, or null.</summary>
    internal static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }

    /// <summary>The text at a place, or null.</summary>
    internal static string? TextAt(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.At(names) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>The whole number at a place, or null.</summary>
    internal static long? NumberAt(this JsonElement element, params ReadOnlySpan<string> names) =>
        element.At(names) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;
}
