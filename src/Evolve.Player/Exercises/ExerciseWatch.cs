using System.Collections.Immutable;
using Evolve.Player.Playing;

namespace Evolve.Player.Exercises;

/// <summary>
/// Has the exercise on the slide checked when something has changed and come to rest: never while anything else is
/// checked or runs, and never by a check's own doing.
/// </summary>
public sealed class ExerciseWatch : IDisposable
{
    /// <summary>What changes has come to rest when it was quiet this long.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(600);

    /// <summary>What never rests, such as a build that goes on talking, is looked at this often all the same.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly ScenarioPlayer _player;
    private readonly TimeProvider _time;
    private readonly ImmutableArray<(IChangeSignal Signal, Action Heard)> _signals;
    private readonly ITimer _timer;
    private long? _since;
    private long? _checkEnded;
    private bool _wasChecking;
    private bool _isDisposed;

    /// <summary>Begins to listen.</summary>
    /// <param name="player">What plays the exercises.</param>
    /// <param name="signals">What they may depend on; disposed with this.</param>
    /// <param name="time">The clock of the rests.</param>
    public ExerciseWatch(ScenarioPlayer player, IEnumerable<IChangeSignal> signals, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(time);
        (_player, _time) = (player, time);
        _timer = time.CreateTimer(_ => Rested(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _signals = [.. signals.Select(signal => (signal, (Action)(() => Hear(signal))))];
        _player.Changed += Follow;
        foreach (var (signal, heard) in _signals)
        {
            signal.Changed += heard;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _player.Changed -= Follow;
        foreach (var (signal, heard) in _signals)
        {
            signal.Changed -= heard;
            signal.Dispose();
        }

        lock (_lock)
        {
            _isDisposed = true;
            _timer.Dispose();
        }
    }

    private void Hear(IChangeSignal signal)
    {
        if (_player.State.OpenExercise is null)
        {
            return;
        }

        lock (_lock)
        {
            if (_isDisposed || (signal.IsMovedByChecks && IsCheckNear()))
            {
                return;
            }

            var now = _time.GetTimestamp();
            _since ??= now;
            var left = Longest - _time.GetElapsedTime(_since.Value, now);
            _timer.Change(left < Rest ? Max(left, TimeSpan.Zero) : Rest, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>News of what a check did may come a little after its end.</summary>
    private bool IsCheckNear() => _wasChecking || (_checkEnded is { } ended && _time.GetElapsedTime(ended) < Rest);

    private void Follow()
    {
        var isChecking = _player.State.IsChecking;
        lock (_lock)
        {
            if (_wasChecking && !isChecking)
            {
                _checkEnded = _time.GetTimestamp();
            }

            _wasChecking = isChecking;
        }
    }

    private void Rested()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            if (_wasChecking)
            {
                // What came meanwhile waits for its end.
                _timer.Change(Rest, Timeout.InfiniteTimeSpan);
                return;
            }

            _since = null;
        }

        _player.NoticeChange();
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
