using HdrHistogram;

namespace Evolve.Lamp.Traffic;

/// <summary>Latencies in a bounded space: from 1 µs to 2 min (what is longer counts as that), exact to a hundredth.</summary>
public sealed class LatencyHistogram
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);
    private readonly LongHistogram _counts = new((long)s_longest.TotalMicroseconds, 2);

    /// <summary>How many were recorded.</summary>
    public long Count => _counts.TotalCount;

    /// <summary>Records one.</summary>
    public void Record(TimeSpan latency) =>
        _counts.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 1, (long)s_longest.TotalMicroseconds));

    /// <summary>Adds all of another one.</summary>
    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _counts.Add(other._counts);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset() => _counts.Reset();

    /// <summary>The latency that this many of a hundred do not exceed; null when nothing was recorded.</summary>
    public TimeSpan? At(double percentile) =>
        Count == 0 ? null : TimeSpan.FromMicroseconds(_counts.GetValueAtPercentile(percentile));
}
