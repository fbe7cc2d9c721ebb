namespace Evolve.Lamp.Deployment;

/// <summary>One container of the deployment.</summary>
/// <param name="Id">Docker's id.</param>
/// <param name="Name">Its name: <c>edge</c>, or <c>TIER-FLAVOUR-N</c>; another one for what serves no tier.</param>
/// <param name="Tier"><c>edge</c>, <c>web</c>, <c>php</c> or <c>db</c>; another word for a helper, and none for a step of a build.</param>
/// <param name="Flavour">The flavour of its image.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="Health">What its own health check says.</param>
/// <param name="Address">Its address in the deployment's network, or null while it has none.</param>
/// <param name="MemoryBytes">Resident memory in bytes, or null while nobody looks.</param>
public sealed record TierContainer(
    string Id,
    string Name,
    string Tier,
    string Flavour,
    ContainerState State,
    ContainerHealth Health,
    string? Address,
    long? MemoryBytes)
{
    /// <summary>Whether it is one of a tier's containers.</summary>
    public bool IsOfTier => TierName.Tiers.Contains(Tier);

    /// <summary>When its program began; null while it never has.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Whether the edge sends it the tier's new work.</summary>
    public bool Serves { get; init; }

    /// <summary>What a guest's machine runs on, by its own log; null for a container, and until the guest is ready.</summary>
    public Accelerator? Accelerator { get; init; }
}

/// <summary>What a guest's machine runs on.</summary>
public enum Accelerator
{
    /// <summary>QEMU's emulation.</summary>
    Emulated,

    /// <summary>The processor's virtualisation.</summary>
    Kvm,
}

/// <summary>Where a container is in its life.</summary>
public enum ContainerState
{
    /// <summary>Made, not started.</summary>
    Created,

    /// <summary>Its program runs.</summary>
    Running,

    /// <summary>Held by the engine.</summary>
    Paused,

    /// <summary>Its program has ended.</summary>
    Exited,
}

/// <summary>What a container's health check says.</summary>
public enum ContainerHealth
{
    /// <summary>It has no health check.</summary>
    None,

    /// <summary>Not proved yet.</summary>
    Starting,

    /// <summary>Proved by an answer in its own protocol.</summary>
    Healthy,

    /// <summary>Failed several times in a row.</summary>
    Unhealthy,
}
