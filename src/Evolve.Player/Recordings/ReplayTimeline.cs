using System.Collections.Immutable;
using Evolve.Lamp.Deployment;

namespace Evolve.Player.Recordings;

/// <summary>What a replay shows next: output, or a picture of the deployment, or the end of the program.</summary>
/// <param name="At">When, from the beginning of the replay.</param>
/// <param name="Output">What the program wrote, or null.</param>
/// <param name="Picture">The deployment, or null.</param>
/// <param name="Exit">The program's exit status, or null.</param>
internal readonly record struct ReplayItem(TimeSpan At, string? Output, DeploymentSnapshot? Picture, int? Exit);

/// <summary>
/// A cast and the deployment's pictures as one line in time, in which nothing is waited for longer than a while. Reads as
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
            // What became of the deployment after the end of the program is shown at once: the next step is waiting.
            item = moment is null ? default : new ReplayItem(_last - LeftOut, null, moments[^1].Picture, null);
            _moment = moments.Length;
            return moment is not null;
        }

        if (moment is not null && moment.At <= _read.Value.At)
        {
            _moment++;
            item = new ReplayItem(Place(moment.At), null, moment.Picture, null);
            return true;
        }

        var (at, kind, data) = _read.Value;
        _read = null;
        item = kind == CastEventKind.Exit
            ? new ReplayItem(Place(at), null, null, int.TryParse(data, out var status) ? status : 0)
            : new ReplayItem(Place(at), data, null, null);
        return true;
    }

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
