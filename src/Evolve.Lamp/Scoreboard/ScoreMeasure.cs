namespace Evolve.Lamp.Scoreboard;

/// <summary>What is measured of a tier in a flavour.</summary>
public enum ScoreMeasure
{
    /// <summary>The image unpacked, in bytes, shared layers included.</summary>
    Image,

    /// <summary>The compressed layers of its manifest in the local registry, in bytes.</summary>
    Shipped,

    /// <summary>From <c>docker run</c> to the first right answer, in seconds.</summary>
    Start,

    /// <summary>Resident memory of the container, in bytes.</summary>
    Memory,

    /// <summary>Right answers a second through the edge, eight visitors at a time.</summary>
    Rate,

    /// <summary>99 of a hundred of these answers came within so many seconds.</summary>
    P99,

    /// <summary>Memory of the guest's machine, in bytes; a container has none of its own.</summary>
    GuestMemory,

    /// <summary>Files inside that are not empty: of a guest those in its own file systems, not the runner's.</summary>
    Files,

    /// <summary>Those of them that can be started, libraries left out.</summary>
    Executables,

    /// <summary>Options of the kernel inside that are on; a container has no kernel.</summary>
    KernelOptions,
}
