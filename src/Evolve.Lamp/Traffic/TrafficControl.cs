namespace Evolve.Lamp.Traffic;

/// <summary>Runs traffic when it is asked to, one at a time, each with a ledger of its own.</summary>
public sealed class TrafficControl : ITrafficControl, IAsyncDisposable
{
    /// <summary>Between two pictures.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly Uri _address;
    private readonly string _folder;
    private readonly Func<Uri, ISite> _connect;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _abort = new();
    private volatile TrafficSnapshot _current = TrafficSnapshot.None;
    private TrafficPlan _plan = new();
    private CancellationTokenSource? _stop;
    private TrafficRun? _run;
    private Task _running = Task.CompletedTask;

    /// <summary>Prepares; nothing is sent before <see cref="Start"/>.</summary>
    /// <param name="address">The site.</param>
    /// <param name="folder">Where ledgers are kept; made when it is missing.</param>
    /// <param name="connect">Makes the way to the site; what it gives is disposed of when it can be.</param>
    /// <param name="time">The clock.</param>
    public TrafficControl(Uri address, string folder, Func<Uri, ISite> connect, TimeProvider time) =>
        (_address, _folder, _connect, _time) = (address, folder, connect, time);

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public TrafficSnapshot Current => _current;

    /// <inheritdoc/>
    public TrafficPlan Plan
    {
        get
        {
            lock (_lock)
            {
                return _plan;
            }
        }

        set
        {
            lock (_lock)
            {
                _plan = value;
                if (_run is not null)
                {
                    _run.Plan = value;
                }
            }

            Publish(_current with { Plan = value });
        }
    }

    /// <inheritdoc/>
    public void Start()
    {
        lock (_lock)
        {
            if (_running.IsCompleted && !_abort.IsCancellationRequested)
            {
                _stop?.Dispose();
                _stop = new CancellationTokenSource();
                var stop = _stop.Token;
                _running = Task.Run(() => RunAsync(stop));
            }
        }
    }

    /// <inheritdoc/>
    public void Stop()
    {
        lock (_lock)
        {
            // Not on this thread: what follows a cancellation may take its time.
            _ = _stop?.CancelAsync();
        }
    }

    /// <summary>Ends at once; the ledger is whole in any case.</summary>
    public async ValueTask DisposeAsync()
    {
        await _abort.CancelAsync();
        Task running;
        lock (_lock)
        {
            running = _running;
        }

        await running;
        _stop?.Dispose();
        _abort.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var site = _connect(_address);
        try
        {
            await using var ledger = LedgerFolder.Begin(_folder, _address);
            await FollowAsync(new TrafficRun(site, ledger, Plan, _time), stop);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Publish(_current with { Phase = TrafficPhase.Off, Problem = $"Traffic cannot keep its ledger: {exception.Message}" });
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // The app ends.
        }
        finally
        {
            (site as IDisposable)?.Dispose();
        }
    }

    /// <summary>Publishes a picture every beat until the run is over, and the last one.</summary>
    private async Task FollowAsync(TrafficRun run, CancellationToken stop)
    {
        lock (_lock)
        {
            _run = run;
            run.Plan = _plan;
        }

        try
        {
            var running = run.RunAsync(null, stop, _abort.Token);
            while (await Task.WhenAny(running, Task.Delay(Beat, _time, CancellationToken.None)) != running)
            {
                Publish(run.Current);
            }

            var report = await running;
            Publish(run.Current with
            {
                Problem = report.Problem ?? (report.IsAudited ? null : "The site did not answer the last audit: nothing is known of missing writes."),
            });
        }
        finally
        {
            lock (_lock)
            {
                _run = null;
            }
        }
    }

    private void Publish(TrafficSnapshot snapshot)
    {
        _current = snapshot;
        Changed?.Invoke();
    }
}
