using System.Collections.Immutable;

namespace Evolve.Lamp.Traffic;

/// <summary>What traffic came to.</summary>
public sealed record TrafficReport
{
    /// <summary>Under which name the writes were numbered.</summary>
    public required string Client { get; init; }

    /// <summary>The ledger's file.</summary>
    public required string Ledger { get; init; }

    /// <summary>What was sent at the end.</summary>
    public required TrafficPlan Plan { get; init; }

    /// <summary>How long requests were sent.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What was counted.</summary>
    public required TrafficCounts Counts { get; init; }

    /// <summary>What failed, and how often, the most frequent first.</summary>
    public required ImmutableArray<TrafficFailure> Failures { get; init; }

    /// <summary>Half of the answers came within this; null without answers.</summary>
    public required TimeSpan? Median { get; init; }

    /// <summary>99 of a hundred answers came within this; null without answers.</summary>
    public required TimeSpan? P99 { get; init; }

    /// <summary>The longest wait, also of what failed.</summary>
    public required TimeSpan Longest { get; init; }

    /// <summary>What the audit found.</summary>
    public required AuditState Audit { get; init; }

    /// <summary>Whether everything was compared after the last answer; without it nothing is known of missing writes.</summary>
    public required bool IsAudited { get; init; }

    /// <summary>Why it stopped by itself, in a sentence; or null.</summary>
    public required string? Problem { get; init; }

    /// <summary>True when nothing failed, and every acknowledged write is stored, once.</summary>
    public bool IsGood => Problem is null && Counts.Failed == 0 && IsAudited && Audit is { Missing: 0, MissingAtWorst: 0, Doubled: 0 };
}
