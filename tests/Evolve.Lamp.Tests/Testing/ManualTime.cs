namespace Evolve.Lamp.Tests.Testing;

/// <summary>A clock whose timers fire when the test says so.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), dueTime);
        lock (_timers)
        {
            _timers.Add(timer);
        }

        _asked.TrySetResult();
        return timer;
    }

    /// <summary>Fires every timer that is due within a span, once there is one.</summary>
    internal async Task AdvanceWhenAskedAsync(TimeSpan span)
    {
        await _asked.Task;
        ManualTimer[] due;
        lock (_timers)
        {
            due = [.. _timers.Where(timer => timer.DueTime != Timeout.InfiniteTimeSpan && timer.DueTime <= span)];
        }

        foreach (var timer in due)
        {
            timer.Fire();
        }
    }

    private sealed class ManualTimer(Action callback, TimeSpan dueTime) : ITimer
    {
        private volatile bool _isDisposed;

        internal TimeSpan DueTime { get; private set; } = dueTime;

        public bool Change(TimeSpan newDueTime, TimeSpan period)
        {
            DueTime = newDueTime;
            return !_isDisposed;
        }

        public void Dispose() => _isDisposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire()
        {
            if (!_isDisposed)
            {
                callback();
            }
        }
    }
}
