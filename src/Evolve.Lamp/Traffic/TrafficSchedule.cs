namespace Evolve.Lamp.Traffic;

/// <summary>
/// When requests are due. It is open: what is due does not wait for what was sent before, so a site that stands still
/// is charged for everybody who would have come meanwhile.
/// </summary>
/// <param name="Next">When the next request is due, from the beginning.</param>
/// <param name="Owed">The part of a write that is due, from 0 to 1.</param>
public readonly record struct TrafficSchedule(TimeSpan Next, double Owed)
{
    /// <summary>The request that is due next, and the schedule after it.</summary>
    public (DueRequest Request, TrafficSchedule After) Take(TrafficPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var owed = Owed + (plan.Writes / 100);
        // Parts of a hundred are not exact in binary: 5 times 0.2 must make a write, not nearly one.
        var isWrite = owed >= 1 - 1e-9;
        return (new DueRequest(Next, isWrite), new TrafficSchedule(Next + Interval(plan), isWrite ? owed - 1 : owed));
    }

    /// <summary>The schedule from now on by another plan: the next request comes sooner if the new plan wants it so, and what is late already stays late.</summary>
    public TrafficSchedule Adjust(TrafficPlan plan, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var next = now + Interval(plan);
        return next < Next ? this with { Next = next } : this;
    }

    // Rounded up: rounded down, the lost parts of a tick would add up to one request more than the rate allows.
    private static TimeSpan Interval(TrafficPlan plan) => TimeSpan.FromTicks((long)Math.Ceiling(TimeSpan.TicksPerSecond / plan.Rate));
}

/// <summary>A request that is due.</summary>
/// <param name="At">When, from the beginning; its latency counts from here, whenever it is really sent.</param>
/// <param name="IsWrite">Whether it is a write.</param>
public readonly record struct DueRequest(TimeSpan At, bool IsWrite);
