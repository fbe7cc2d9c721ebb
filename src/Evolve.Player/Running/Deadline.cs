namespace Evolve.Player.Running;

/// <summary>A stop that comes by itself after a time or when somebody else stops; says which it was.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _both;

    internal Deadline(TimeSpan time, TimeProvider clock, CancellationToken stop)
    {
        _stop = stop;
        _time = new CancellationTokenSource(time, clock);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, stop);
    }

    internal CancellationToken Token => _both.Token;

    /// <summary>Somebody stopped it, whether or not the time is over too.</summary>
    internal bool WasStopped => _stop.IsCancellationRequested;

    public void Dispose()
    {
        _both.Dispose();
        _time.Dispose();
    }
}
