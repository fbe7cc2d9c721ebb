using System.Collections.Immutable;
using Evolve.Lamp.Flavours;

namespace Evolve.Lamp.Scoreboard;

/// <summary>What a scoreboard begins with.</summary>
/// <param name="Flavours">The catalogue.</param>
/// <param name="Known">What was measured before.</param>
/// <param name="Since">When this run began.</param>
public sealed record ScoreGround(ImmutableArray<Flavour> Flavours, ImmutableArray<Score> Known, DateTimeOffset Since);
