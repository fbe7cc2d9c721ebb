using System.Collections.Immutable;

namespace Evolve.Lamp.Traffic;

/// <summary>Traffic as it is at a moment; a value that a view can draw without asking anything.</summary>
public sealed record TrafficSnapshot
{
    /// <summary>How many seconds <see cref="Recent"/> has at most.</summary>
    public const int SecondsKept = 240;

    /// <summary>No request was ever sent.</summary>
    public static TrafficSnapshot None { get; } = new();

    /// <summary>Whether requests are sent, or their answers and the last audit are waited for.</summary>
    public TrafficPhase Phase { get; init; }

    /// <summary>What is sent.</summary>
    public TrafficPlan Plan { get; init; } = new();

    /// <summary>How long it has gone on.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Right answers a second, over the last five whole seconds.</summary>
    public double Rate { get; init; }

    /// <summary>Half of the last five seconds' answers came within this; null without answers.</summary>
    public TimeSpan? Median { get; init; }

    /// <summary>99 of a hundred of the last five seconds' answers came within this; null without answers.</summary>
    public TimeSpan? P99 { get; init; }

    /// <summary>The longest wait for an answer since the beginning.</summary>
    public TimeSpan Longest { get; init; }

    /// <summary>Requests that were sent and not answered yet.</summary>
    public int Waiting { get; init; }

    /// <summary>When the oldest of them was due, from the beginning; null when none waits.</summary>
    public TimeSpan? Oldest { get; init; }

    /// <summary>What was counted since the beginning.</summary>
    public TrafficCounts Counts { get; init; }

    /// <summary>What failed, and how often, the most frequent first.</summary>
    public ImmutableArray<TrafficFailure> Failures { get; init; } = [];

    /// <summary>What the audit has found.</summary>
    public AuditState Audit { get; init; }

    /// <summary>The last seconds, the youngest (not over yet) last.</summary>
    public ImmutableArray<TrafficSecond> Recent { get; init; } = [];

    /// <summary>Why it stopped by itself, in a sentence; or null.</summary>
    public string? Problem { get; init; }
}

/// <summary>Where traffic is.</summary>
public enum TrafficPhase
{
    /// <summary>Nothing is sent.</summary>
    Off,

    /// <summary>Requests are sent.</summary>
    Running,

    /// <summary>No more is sent; the last answers come in and everything is compared once more.</summary>
    Ending,
}

/// <summary>What was counted.</summary>
/// <param name="Reads">Reads with the right answer.</param>
/// <param name="Writes">Writes with the right answer.</param>
/// <param name="Failed">Requests without a right answer, after they were sent again as often as allowed.</param>
/// <param name="Retried">How often a request was sent again.</param>
public readonly record struct TrafficCounts(long Reads, long Writes, long Failed, long Retried)
{
    /// <summary>Requests that came to an end.</summary>
    public long Total => Reads + Writes + Failed;
}

/// <summary>A kind of failure.</summary>
/// <param name="What">In a few words.</param>
/// <param name="Count">How often.</param>
public readonly record struct TrafficFailure(string What, long Count);

/// <summary>What ended within one second.</summary>
/// <param name="Right">Right answers.</param>
/// <param name="Failed">Requests that failed.</param>
/// <param name="Longest">The longest wait, also of what failed.</param>
public readonly record struct TrafficSecond(int Right, int Failed, TimeSpan Longest);
