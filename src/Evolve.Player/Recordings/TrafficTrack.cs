using System.Collections.Immutable;
using Evolve.Lamp.Traffic;

namespace Evolve.Player.Recordings;

/// <summary>Chooses which of traffic's pictures are worth an event: one a second while it flows, and the one in which it ends.</summary>
internal sealed class TrafficTrack
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private TrafficSnapshot? _last;
    private TimeSpan _at;
    private long _seconds;

    /// <summary>Takes a picture, or passes it over.</summary>
    /// <param name="now">The picture.</param>
    /// <param name="at">When it was made.</param>
    /// <returns>The whole seconds that no event has told yet; null when it is passed over.</returns>
    internal ImmutableArray<TrafficSecond>? Take(TrafficSnapshot now, TimeSpan at)
    {
        var isNew = _last is null || now.Elapsed < _last.Elapsed;
        var isEnd = now.Phase == TrafficPhase.Off && (_last?.Phase != TrafficPhase.Off || now.Problem != _last.Problem);
        if (now.Elapsed == TimeSpan.Zero || (!isNew && !isEnd && at - _at < Beat))
        {
            return null;
        }

        // The youngest second is not over yet; it is told when it is.
        var whole = (long)now.Elapsed.TotalSeconds;
        var untold = (int)Math.Min(whole - (isNew ? 0 : _seconds), TrafficSnapshot.SecondsKept);
        (_last, _at, _seconds) = (now, at, whole);
        return [.. now.Recent.SkipLast(1).TakeLast(untold)];
    }
}
