using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Evolve.Lamp.Deployment;

namespace Evolve.Player.Recordings;

/// <summary>Writes a picture of the deployment into a run log, a talk's or a recording's, and reads it back.</summary>
internal static class TopologyJson
{
    /// <summary>What is written of Docker's id: enough to tell containers apart.</summary>
    private const int IdLength = 12;

    /// <summary>More containers than any talk has.</summary>
    private const int MostContainers = 200;

    /// <summary>The picture without what no replay shows: figures that change all the time, and steps of builds.</summary>
    internal static DeploymentSnapshot Essence(DeploymentSnapshot picture) => picture with
    {
        Containers = [.. picture.Containers.Where(container => container.Tier.Length > 0)],
    };

    /// <summary>Whether the difference between two pictures is worth an event: memory alone is not, but that it became known is.</summary>
    internal static bool AreAlike(DeploymentSnapshot one, DeploymentSnapshot other) =>
        one.Engine == other.Engine && one.Network == other.Network && one.PublishedPort == other.PublishedPort
        && one.Containers.Select(Bare).SequenceEqual(other.Containers.Select(Bare));

    /// <summary>Writes the picture into an object that is begun.</summary>
    internal static void Write(Utf8JsonWriter json, DeploymentSnapshot picture)
    {
        foreach (var (name, value) in Fields(picture))
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    /// <summary>What is written, name by name; what is not known is left out.</summary>
    internal static ImmutableArray<(string Name, JsonNode Value)> Fields(DeploymentSnapshot picture) => Known(
        ("port", picture.PublishedPort),
        ("network", picture.Network),
        ("containers", new JsonArray([.. picture.Containers.Select(Container)])));

    /// <summary>Reads what <see cref="Write"/> has written; what is missing is as in a container that has just been made.</summary>
    internal static DeploymentSnapshot Read(JsonElement json)
    {
        var containers = json.TryGetProperty("containers", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Take(MostContainers).Select(ReadContainer)
            : [];
        return new DeploymentSnapshot(
            EngineState.Connected,
            [.. containers],
            CastJson.Text(json, "network"),
            CastJson.Int(json, "port"));
    }

    private static TierContainer ReadContainer(JsonElement json) => new(
        CastJson.Text(json, "id") ?? "",
        CastJson.Text(json, "name") ?? "",
        CastJson.Text(json, "tier") ?? "",
        CastJson.Text(json, "flavour") ?? "",
        Parse<ContainerState>(json, "state") ?? ContainerState.Created,
        Parse<ContainerHealth>(json, "health") ?? ContainerHealth.None,
        CastJson.Text(json, "address"),
        CastJson.Long(json, "memory"))
    {
        StartedAt = CastJson.Long(json, "started") is { } started and >= 0 and < 253_402_300_800_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(started)
            : null,
        Serves = CastJson.Flag(json, "serves") ?? false,
        Accelerator = Parse<Accelerator>(json, "accelerator"),
    };

    private static (TierContainer Container, bool HasMemory) Bare(TierContainer container) =>
        (container with { MemoryBytes = null }, container.MemoryBytes is not null);

    private static string Word(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static T? Parse<T>(JsonElement json, string name)
        where T : struct, Enum
    {
        var word = CastJson.Text(json, name);
        return Enum.GetValues<T>().Select(value => (T?)value).FirstOrDefault(value => Word(value!.Value) == word);
    }

    private static JsonNode Container(TierContainer container)
    {
        var json = new JsonObject();
        foreach (var (name, value) in Known(
            ("id", container.Id.Length > IdLength ? container.Id[..IdLength] : container.Id),
            ("name", container.Name),
            ("tier", container.Tier),
            ("flavour", container.Flavour),
            ("state", Word(container.State)),
            ("health", Word(container.Health)),
            ("address", container.Address),
            ("memory", container.MemoryBytes),
            ("started", container.StartedAt?.ToUnixTimeMilliseconds()),
            ("serves", container.Serves ? true : null),
            ("accelerator", container.Accelerator is { } accelerator ? Word(accelerator) : null)))
        {
            json.Add(name, value);
        }

        return json;
    }

    private static ImmutableArray<(string Name, JsonNode Value)> Known(params ReadOnlySpan<(string Name, JsonNode? Value)> fields)
    {
        var known = ImmutableArray.CreateBuilder<(string, JsonNode)>(fields.Length);
        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                known.Add((name, value));
            }
        }

        return known.ToImmutable();
    }
}
