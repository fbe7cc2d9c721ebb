namespace Evolve.Lamp.Traffic;

/// <summary>What ended within a stretch of traffic.</summary>
/// <param name="Ended">Requests that came to an end.</param>
/// <param name="Failed">Those without a right answer.</param>
/// <param name="Longest">The longest wait, from the time at which the request was due; also of what failed.</param>
/// <param name="LongestWrite">The same of writes alone.</param>
public readonly record struct TrafficLap(long Ended, long Failed, TimeSpan Longest, TimeSpan LongestWrite)
{
    /// <summary>With one more that ended.</summary>
    internal TrafficLap With(DueRequest request, TimeSpan latency, SiteAnswer answer) => new(
        Ended + 1,
        answer.IsRight ? Failed : Failed + 1,
        latency > Longest ? latency : Longest,
        request.IsWrite && latency > LongestWrite ? latency : LongestWrite);
}
