using System.Collections.Immutable;
using Evolve.Lamp.Traffic;

namespace Evolve.Lamp.Soak;

/// <summary>What a soak came to.</summary>
/// <param name="Wanted">How many evolutions were asked for.</param>
/// <param name="Completed">How many went there and back without a defect.</param>
/// <param name="Moves">Every move that was begun and not broken off.</param>
/// <param name="Traffic">All the traffic, with the last audit.</param>
/// <param name="Problem">The first defect in a sentence, or that it was stopped; null when there is none.</param>
public sealed record SoakReport(int Wanted, int Completed, ImmutableArray<SoakMove> Moves, TrafficReport Traffic, string? Problem)
{
    /// <summary>True when every evolution was completed, nothing failed and nothing was lost or doubled.</summary>
    public bool IsGood => Problem is null && Completed == Wanted && Traffic.IsGood;
}
