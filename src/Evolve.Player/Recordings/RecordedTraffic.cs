using Evolve.Lamp.Traffic;

namespace Evolve.Player.Recordings;

/// <summary>
/// Traffic as it was at a moment of a recording. Its moments share the seconds behind them, which are put together only
/// for who looks: a long recording, or a hostile one, has many.
/// </summary>
/// <param name="figures">The figures, without the seconds.</param>
/// <param name="seconds">What ended within each second of the whole recording.</param>
/// <param name="first">Which of them is this traffic's first.</param>
/// <param name="end">Behind which of them this moment is.</param>
internal sealed class RecordedTraffic(TrafficSnapshot figures, IReadOnlyList<TrafficSecond> seconds, int first, int end)
{
    internal TrafficSnapshot Figures
    {
        get
        {
            var from = Math.Max(first, end - TrafficSnapshot.SecondsKept);
            return figures with { Recent = [.. seconds.Skip(from).Take(end - from)] };
        }
    }
}
