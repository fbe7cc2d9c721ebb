using System.Collections.Concurrent;
using System.Diagnostics;

namespace Evolve.Tui.Host;

/// <summary>
/// Decides when the library's loop may go round. By itself it goes round N times a second, asleep in between whatever
/// happens: a low N makes keys late, a high one burns a core. Here it runs unlimited but waits, at the start of each
/// round, until there is something to do: a key at once, changed content at most once in <see cref="FrameTime"/>, but
/// sooner while somebody types, since the next change may be the echo.
/// </summary>
internal sealed class FrameLoop : IDisposable
{
    /// <summary>The shortest time between two frames that no key asked for: 30 in a second.</summary>
    public static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(33);

    /// <summary>The same for as long as <see cref="EchoTime"/> after a key.</summary>
    public static readonly TimeSpan EchoFrameTime = TimeSpan.FromMilliseconds(5);

    /// <summary>How long after a key its echo is waited for.</summary>
    public static readonly TimeSpan EchoTime = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _wake = new(false);
    private bool _isOver;
    private volatile bool _isInvalid;
    private long _lastFrame;
    private long _lastPosted;

    /// <summary>Has an action run by the loop before the next frame; from any thread.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        Wake();
    }

    /// <summary>Says that what is shown has changed; from any thread, as often as one likes.</summary>
    public void Invalidate()
    {
        if (!_isInvalid)
        {
            _isInvalid = true;
            Wake();
        }
    }

    /// <summary>Waits for work and does what was posted; afterwards a frame is to be drawn.</summary>
    /// <param name="alarm">When to come back at the latest, or null.</param>
    /// <param name="onAlarm">Called when that time has come.</param>
    public void WaitForWork(TimeSpan? alarm, Action onAlarm)
    {
        var began = Stopwatch.GetTimestamp();
        while (_posted.IsEmpty)
        {
            var untilFrame = _isInvalid
                ? UntilFrame(Stopwatch.GetElapsedTime(_lastFrame), Stopwatch.GetElapsedTime(_lastPosted))
                : Timeout.InfiniteTimeSpan;
            if (_isInvalid && untilFrame <= TimeSpan.Zero)
            {
                break;
            }

            var untilAlarm = alarm is { } time ? time - Stopwatch.GetElapsedTime(began) : Timeout.InfiniteTimeSpan;
            if (alarm is not null && untilAlarm <= TimeSpan.Zero)
            {
                onAlarm();
                break;
            }

            _wake.WaitOne(Sooner(untilFrame, untilAlarm));
        }

        while (_posted.TryDequeue(out var action))
        {
            action();
            _lastPosted = Stopwatch.GetTimestamp();
        }

        _isInvalid = false;
        _lastFrame = Stopwatch.GetTimestamp();
    }

    /// <summary>How long changed content has to wait; not above zero when it is to be drawn.</summary>
    public static TimeSpan UntilFrame(TimeSpan sinceFrame, TimeSpan sincePosted) =>
        (sincePosted < EchoTime ? EchoFrameTime : FrameTime) - sinceFrame;

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _wake.Dispose();
        }
    }

    /// <summary>A pane's output, say, may still arrive on its own thread when the loop is over.</summary>
    private void Wake()
    {
        lock (_lock)
        {
            if (!_isOver)
            {
                _wake.Set();
            }
        }
    }

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) =>
        one == Timeout.InfiniteTimeSpan ? other
        : other == Timeout.InfiniteTimeSpan ? one
        : one < other ? one : other;
}
