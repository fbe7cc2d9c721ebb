using System.Collections.Immutable;

namespace Evolve.Lamp.Deployment;

/// <summary>The deployment as the engine reported it last; a value that a view can draw without asking anything.</summary>
/// <param name="Engine">Whether the engine answers.</param>
/// <param name="Containers">Our containers, by tier in the order edge, web, php, db, then by name.</param>
/// <param name="Network">The deployment's network, or null when there is none.</param>
/// <param name="PublishedPort">The port of the site on 127.0.0.1, or null while none is published.</param>
public sealed record DeploymentSnapshot(
    EngineState Engine,
    ImmutableArray<TierContainer> Containers,
    string? Network,
    int? PublishedPort)
{
    /// <summary>Nothing is known yet.</summary>
    public static DeploymentSnapshot Unknown { get; } = new(EngineState.Connecting, [], null, null);

    /// <summary>The containers of one tier.</summary>
    public IEnumerable<TierContainer> Of(string tier) => Containers.Where(container => container.Tier == tier);

    /// <summary>Whether a younger container of its tier has taken its work: it serves no longer, and will end.</summary>
    public bool IsRelieved(TierContainer container)
    {
        ArgumentNullException.ThrowIfNull(container);
        return !container.Serves && Of(container.Tier).Any(other => other.Serves && other.StartedAt > container.StartedAt);
    }
}

/// <summary>What is known of the engine.</summary>
public enum EngineState
{
    /// <summary>Not asked yet, or asking again.</summary>
    Connecting,

    /// <summary>It answers and its events arrive.</summary>
    Connected,

    /// <summary>There is none, or it does not answer.</summary>
    Absent,
}
