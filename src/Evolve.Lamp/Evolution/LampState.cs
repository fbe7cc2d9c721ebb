using System.Collections.Immutable;
using Evolve.Lamp.Deployment;

namespace Evolve.Lamp.Evolution;

/// <summary>The deployment as it was when it was read.</summary>
/// <param name="Edge">Where the edge is in its life; null when there is none.</param>
/// <param name="Helper">The same of the databases' helper.</param>
/// <param name="Servers">The tiers' containers.</param>
/// <param name="Others">What the edge knows of a tier beside them: containers of other names, or gone.</param>
/// <param name="Images">The ids of our images by name, as <c>evolve/php:container</c>.</param>
public sealed record LampState(
    ContainerState? Edge,
    ContainerState? Helper,
    ImmutableArray<LampServer> Servers,
    ImmutableArray<EdgeServer> Others,
    ImmutableDictionary<string, string> Images)
{
    /// <summary>The containers of a tier, in the order of their names.</summary>
    public IEnumerable<LampServer> Of(string tier) =>
        Servers.Where(server => server.Tier == tier).OrderBy(server => server.Name, StringComparer.Ordinal);
}
