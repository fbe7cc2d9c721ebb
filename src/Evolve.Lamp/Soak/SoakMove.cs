using Evolve.Lamp.Traffic;

namespace Evolve.Lamp.Soak;

/// <summary>One tier's change of flavour, and what the visitors noticed of it.</summary>
/// <param name="Evolution">In which evolution, from 1.</param>
/// <param name="Tier">The tier.</param>
/// <param name="Flavour">What it became, or was to become.</param>
/// <param name="Took">How long the cut-over took, from the first question about the state to the old server's end.</param>
/// <param name="Traffic">The requests that were due until a moment after it.</param>
/// <param name="Audit">What the audit had found by then, of all moves together.</param>
/// <param name="Problem">What was wrong, in a sentence; or null.</param>
public sealed record SoakMove(int Evolution, string Tier, string Flavour, TimeSpan Took, TrafficLap Traffic, AuditState Audit, string? Problem);
