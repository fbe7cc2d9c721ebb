using System.Collections.Immutable;
using System.Text.Json;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Deployment;

/// <summary>
/// Keeps the picture of one deployment by the engine's events; survives an engine that goes and comes back. While there
/// is no engine the picture is empty: nothing is known then.
/// </summary>
public sealed class DeploymentWatcher : IDeploymentSource
{
    private readonly DockerEngine _engine;
    private readonly string _deploymentId;
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, Task<ImmutableArray<EdgeServer>?>>? _askEdge;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private volatile DeploymentSnapshot _current = DeploymentSnapshot.Unknown;
    private DeploymentSession? _session;
    private Task? _watching;
    private bool _wantsStats;

    /// <summary>Prepares; nothing is asked before <see cref="Start"/>.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="deploymentId">The deployment's id.</param>
    /// <param name="time">The clock.</param>
    /// <param name="askEdge">Asks the edge who serves, null being no answer; without it nobody is known to serve.</param>
    public DeploymentWatcher(
        DockerEngine engine,
        string deploymentId,
        TimeProvider time,
        Func<CancellationToken, Task<ImmutableArray<EdgeServer>?>>? askEdge = null)
    {
        _askEdge = askEdge;
        _engine = engine;
        _deploymentId = deploymentId;
        _time = time;
    }

    /// <inheritdoc />
    public event Action? Changed;

    /// <summary>Why the engine is absent, or null while it is not.</summary>
    public EngineProblem? Problem { get; private set; }

    /// <inheritdoc />
    public DeploymentSnapshot Current => _current;

    /// <inheritdoc />
    public bool WantsStats
    {
        get
        {
            lock (_lock)
            {
                return _wantsStats;
            }
        }

        set
        {
            lock (_lock)
            {
                _wantsStats = value;
                _session?.WantStats(value);
            }
        }
    }

    /// <summary>Begins to watch, on threads of the pool.</summary>
    public void Start()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended.IsCancellationRequested, this);
            _watching ??= Task.Run(() => RunAsync(_ended.Token));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        Task? watching;
        lock (_lock)
        {
            watching = _watching;
        }

        if (watching is not null)
        {
            await watching;
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var comeBack = new EngineReturn(_engine.Endpoint, _time);
        try
        {
            for (; ; )
            {
                Problem = await WatchAsync(comeBack, cancellationToken);
                Publish(new DeploymentSnapshot(EngineState.Absent, [], null, null));
                if (await comeBack.WaitAsync(cancellationToken))
                {
                    Publish(DeploymentSnapshot.Unknown);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    /// <summary>Watches until the engine is lost; says why.</summary>
    private async Task<EngineProblem> WatchAsync(EngineReturn comeBack, CancellationToken cancellationToken)
    {
        try
        {
            await using var session = await DeploymentSession.OpenAsync(_engine, _deploymentId, _askEdge, _time, cancellationToken);
            lock (_lock)
            {
                _session = session;
                session.WantStats(_wantsStats);
            }

            try
            {
                await foreach (var snapshot in session.WatchAsync(cancellationToken))
                {
                    comeBack.Reset();
                    Problem = null;
                    Publish(snapshot);
                }
            }
            finally
            {
                lock (_lock)
                {
                    _session = null;
                }
            }

            return EngineProblems.From(new EndOfStreamException(), _engine.Endpoint, TimeSpan.Zero);
        }
        catch (EngineException e)
        {
            return e.Problem;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return EngineProblems.From(e, _engine.Endpoint, TimeSpan.Zero);
        }
    }

    private void Publish(DeploymentSnapshot snapshot)
    {
        var last = _current;
        if (snapshot.Engine == last.Engine
            && snapshot.Network == last.Network
            && snapshot.PublishedPort == last.PublishedPort
            && snapshot.Containers.SequenceEqual(last.Containers))
        {
            return;
        }

        _current = snapshot;
        Changed?.Invoke();
    }
}
