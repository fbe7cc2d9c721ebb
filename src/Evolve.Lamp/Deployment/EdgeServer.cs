using System.Collections.Immutable;
using System.Text.Json;

namespace Evolve.Lamp.Deployment;

/// <summary>One server as the edge tells of it.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Server">The name of the container.</param>
/// <param name="Serves">Whether new work goes there.</param>
/// <param name="Up">Whether its last check passed.</param>
public sealed record EdgeServer(string Tier, string Server, bool Serves, bool Up)
{
    /// <summary>The command that asks the edge for all of them; changes nothing.</summary>
    internal const string Question = "docker exec edge tier show --json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the edge's answer.</summary>
    /// <exception cref="JsonException">It cannot be understood.</exception>
    internal static ImmutableArray<EdgeServer> Read(string answer) =>
        JsonSerializer.Deserialize<ImmutableArray<EdgeServer>?>(answer, s_json) ?? throw new JsonException("The answer is null.");
}
