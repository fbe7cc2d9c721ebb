using System.Text.Json;
using Evolve.Lamp.Deployment;

namespace Evolve.Player.Recordings;

/// <summary>Writes a picture of the deployment into a run log, and reads it back.</summary>
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

    internal static void Write(Utf8JsonWriter json, DeploymentSnapshot picture)
    {
        if (picture.PublishedPort is { } port)
        {
            json.WriteNumber("port", port);
        }

        WriteText(json, "network", picture.Network);
        json.WriteStartArray("containers");
        foreach (var container in picture.Containers)
        {
            json.WriteStartObject();
            json.WriteString("id", container.Id.Length > IdLength ? container.Id[..IdLength] : container.Id);
            json.WriteString("name", container.Name);
            json.WriteString("tier", container.Tier);
            json.WriteString("flavour", container.Flavour);
            json.WriteString("state", Word(container.State));
            json.WriteString("health", Word(container.Health));
            WriteText(json, "address", container.Address);
            WriteNumber(json, "memory", container.MemoryBytes);
            WriteNumber(json, "started", container.StartedAt?.ToUnixTimeMilliseconds());
            if (container.Serves)
            {
                json.WriteBoolean("serves", true);
            }

            WriteText(json, "accelerator", container.Accelerator is { } accelerator ? Word(accelerator) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

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

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }
}
