using Evolve.Lamp.Flavours;

namespace Evolve.Lamp.Soak;

/// <summary>Where a tier goes, and where it comes back to.</summary>
/// <param name="Home">The flavour that it has before and after an evolution.</param>
/// <param name="Away">The flavour that it takes in between.</param>
public sealed record SoakTier(Flavour Home, Flavour Away);
