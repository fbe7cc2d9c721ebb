using Evolve.Lamp.Deployment;

namespace Evolve.Lamp.Evolution;

/// <summary>One container of a tier, with all that decides about its part in a cut-over.</summary>
/// <param name="Name">Its name, <c>TIER-FLAVOUR-N</c>.</param>
/// <param name="Tier">By its label.</param>
/// <param name="Flavour">By its label.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="ImageId">The image that it was made from.</param>
public sealed record LampServer(string Name, string Tier, string Flavour, ContainerState State, string ImageId)
{
    /// <summary>What the edge does with it.</summary>
    public EdgeRole Role { get; init; }

    /// <summary>Whether the edge's last check of it passed.</summary>
    public bool IsUp { get; init; }

    /// <summary>What a database says of itself; null for other tiers, and while it has not been asked.</summary>
    public DatabaseMode? Mode { get; init; }

    /// <summary>Whether its program runs, or would if the engine did not hold it.</summary>
    public bool IsAlive => State is ContainerState.Running or ContainerState.Paused;
}

/// <summary>What the edge does with a server.</summary>
public enum EdgeRole
{
    /// <summary>It does not know it.</summary>
    Unknown,

    /// <summary>It checks it, and sends it no new work.</summary>
    Waits,

    /// <summary>It sends it new work.</summary>
    Serves,
}

/// <summary>What a database says of itself.</summary>
public enum DatabaseMode
{
    /// <summary>It does not answer.</summary>
    Silent,

    /// <summary>It is read-only.</summary>
    Replica,

    /// <summary>It takes writes.</summary>
    Primary,
}
