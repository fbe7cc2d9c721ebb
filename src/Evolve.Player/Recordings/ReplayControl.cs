namespace Evolve.Player.Recordings;

/// <summary>
/// The clock of everything that is replayed: runs slower or faster, stands still, or jumps to the end. May be used from
/// any thread.
/// </summary>
public sealed class ReplayControl
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private TaskCompletionSource _changed = NewChange();
    private TimeSpan _base;
    private long _since;
    private double _speed = 1;
    private bool _isPaused;
    private long _skips;

    /// <summary>Runs at the speed of life.</summary>
    public ReplayControl(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _since = time.GetTimestamp();
    }

    /// <summary>The speeds that there are, slowest first.</summary>
    public static IReadOnlyList<double> Speeds { get; } = [0.5, 1, 2, 4, 8];

    /// <summary>How many times faster than life, from 0.1 to 100.</summary>
    public double Speed
    {
        get
        {
            lock (_lock)
            {
                return _speed;
            }
        }

        set => Change(() => _speed = Math.Clamp(value, 0.1, 100));
    }

    /// <summary>True while it stands still.</summary>
    public bool IsPaused
    {
        get
        {
            lock (_lock)
            {
                return _isPaused;
            }
        }

        set => Change(() => _isPaused = value);
    }

    /// <summary>The next of <see cref="Speeds"/>; after the fastest comes the slowest.</summary>
    public double NextSpeed()
    {
        var next = Speeds.Where(speed => speed > Speed).DefaultIfEmpty(Speeds[0]).First();
        Speed = next;
        return next;
    }

    /// <summary>Shows the rest of everything that is being replayed at once; what begins later is not hurried.</summary>
    public void Skip() => Change(() =>
    {
        _skips++;
        _isPaused = false;
    });

    /// <summary>Begins a replay, and runs on if it stood still: whoever starts a recording wants to see it.</summary>
    internal ReplayBeginning Begin()
    {
        lock (_lock)
        {
            Settle();
            _isPaused = false;
            return new(_base, _skips);
        }
    }

    /// <summary>Waits until it is so late after a beginning, or somebody has skipped.</summary>
    internal async Task WaitAsync(ReplayBeginning beginning, TimeSpan due, CancellationToken stop)
    {
        while (true)
        {
            Task changed;
            TimeSpan wait;
            lock (_lock)
            {
                var left = beginning.At + due - Now();
                if (_skips > beginning.Skips || left <= TimeSpan.Zero)
                {
                    return;
                }

                // Whole milliseconds, upwards: timers cut off what is less, and would fire before the time has come.
                wait = _isPaused ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Ceiling((left / _speed).TotalMilliseconds));
                changed = _changed.Task;
            }

            using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (await Task.WhenAny(changed, Task.Delay(wait, _time, over.Token)) == changed)
            {
                await over.CancelAsync();
            }

            stop.ThrowIfCancellationRequested();
        }
    }

    private static TaskCompletionSource NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TimeSpan Now() => _isPaused ? _base : _base + (_time.GetElapsedTime(_since) * _speed);

    private void Settle()
    {
        _base = Now();
        _since = _time.GetTimestamp();
    }

    private void Change(Action change)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            Settle();
            change();
            (before, _changed) = (_changed, NewChange());
        }

        before.TrySetResult();
    }
}

/// <summary>Where a replay began.</summary>
/// <param name="At">The moment, by the clock of its control.</param>
/// <param name="Skips">How often somebody had skipped until then.</param>
internal readonly record struct ReplayBeginning(TimeSpan At, long Skips);
