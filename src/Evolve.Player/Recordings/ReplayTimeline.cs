using System.Collections.Immutable;

namespace Evolve.Player.Recordings;

/// <summary>What a replay shows next: output, or what was beside the panes, or the end of the program.</summary>
/// <param name="At">When, from the beginning of the replay.</param>
/// <param name="Output">What the program wrote, or null.</param>
/// <param name="Moment">Deployment and traffic, or null.</param>
/// <param name="Exit">The program's exit status, or null.</param>
internal readonly record struct ReplayItem(TimeSpan At, string? Output, RecordedMoment? Moment, int? Exit);

/// <summary>
/// A cast and what was beside the panes as one line in time, in which nothing is waited for longer than a while. Reads as
/// it is asked, never ahead.
/// </summary>
internal sealed class ReplayTimeline(CastReader cast, ImmutableArray<RecordedMoment> moments)
{
    /// <summary>The longest wait: long enough to be seen as one, short enough for a room.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private CastEvent? _read;
    private int _moment;
    private TimeSpan _last;

    /// <summary>How much waiting was left out so far.</summary>
    internal TimeSpan LeftOut { get; private set; }

    /// <exception cref="CastException">The cast is damaged.</exception>
    internal bool TryNext(out ReplayItem item)
    {
        if (_read is null)
        {
            _read = Read();
        }

        var moment = _moment < moments.Length ? moments[_moment] : null;
        if (_read is null)
        {
            // What came after the end of the program is shown at once, as it was in the end: the next step is waiting.
            item = moment is null ? default : new ReplayItem(_last - LeftOut, null, InTheEnd(), null);
            _moment = moments.Length;
            return moment is not null;
        }

        if (moment is not null && moment.At <= _read.Value.At)
        {
            _moment++;
            item = new ReplayItem(moment.Picture is null ? PlaceWithin(moment.At) : Place(moment.At), null, moment, null);
            return true;
        }

        var (at, kind, data) = _read.Value;
        _read = null;
        item = kind == CastEventKind.Exit
            ? new ReplayItem(Place(at), null, null, int.TryParse(data, out var status) ? status : 0)
            : new ReplayItem(Place(at), data, null, null);
        return true;
    }

    private RecordedMoment InTheEnd() => new(default, moments.Skip(_moment).LastOrDefault(left => left.Picture is not null)?.Picture)
    {
        Traffic = moments.Skip(_moment).LastOrDefault(left => left.Traffic is not null)?.Traffic,
    };

    private CastEvent? Read()
    {
        while (cast.TryRead(out var happened))
        {
            // Keys were echoed by the terminal, the pane has its own size, and marks are for other players.
            if (happened.Kind is CastEventKind.Output or CastEventKind.Exit)
            {
                return happened;
            }
        }

        return null;
    }

    /// <summary>The place of what comes every second whether anything happens or not, so that it ends no wait.</summary>
    private TimeSpan PlaceWithin(TimeSpan at) =>
        _last - LeftOut + TimeSpan.FromTicks(Math.Clamp((at - _last).Ticks, 0, LongestWait.Ticks));

    private TimeSpan Place(TimeSpan at)
    {
        if (at - _last > LongestWait)
        {
            LeftOut += at - _last - LongestWait;
        }

        _last = at > _last ? at : _last;
        return _last - LeftOut;
    }
}
