using System.Collections.Immutable;

namespace Evolve.Player.Progress;

/// <summary>What was answered to a quiz.</summary>
/// <param name="Id">The quiz's id.</param>
/// <param name="Picked">The answers that were picked, from 0, in the order of picking; none for one that was shown.</param>
public sealed record SavedAnswer(string Id, ImmutableArray<int> Picked);
