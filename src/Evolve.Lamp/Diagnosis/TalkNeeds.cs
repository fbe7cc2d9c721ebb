using System.Collections.Immutable;

namespace Evolve.Lamp.Diagnosis;

/// <summary>What one scenario needs of a machine.</summary>
/// <param name="Engine">Whether it needs an engine.</param>
/// <param name="Network">Whether it needs the network.</param>
/// <param name="Kvm">Whether it cannot do with emulated guests.</param>
/// <param name="Images">Those of our images that its steps name, and that can be made from the assets.</param>
/// <param name="Steps">The ids of its live steps, in order.</param>
/// <param name="Recorded">Those of them that have a recording.</param>
public sealed record TalkNeeds(
    bool Engine,
    bool Network,
    bool Kvm,
    ImmutableArray<string> Images,
    ImmutableArray<string> Steps,
    ImmutableArray<string> Recorded);
