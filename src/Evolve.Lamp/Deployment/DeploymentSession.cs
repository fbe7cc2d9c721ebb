using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;
using Docker.DotNet.Models;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Deployment;

/// <summary>The watching of one deployment over one connection to the engine's events; over when they end.</summary>
internal sealed class DeploymentSession : IAsyncDisposable
{
    /// <summary>Events of one cause come together (die, disconnect, destroy): they are answered together.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(30);

    /// <summary>Each container's figure comes once a second, at its own moment: one picture a second shows them all.</summary>
    internal static readonly TimeSpan FigureTime = TimeSpan.FromSeconds(0.95);

    private static readonly string[] EventNames =
    [
        "create", "start", "die", "destroy", "pause", "unpause", "rename", "restart", "oom", "health_status",
        "connect", "disconnect", "remove", "exec_start", "exec_die",
    ];

    private readonly ContainerReader _reader;
    private readonly GuestLog _log;
    private readonly string _deploymentId;
    private readonly TimeProvider _time;
    private readonly Stream _events;
    private readonly MemoryMeter _meter;
    private readonly EdgeWatch? _edge;
    private readonly EdgeNews _news = new();
    private readonly Channel<Input> _inputs = Channel.CreateUnbounded<Input>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, ObservedContainer> _containers = [];
    private readonly Dictionary<string, long> _memory = [];
    private ImmutableHashSet<(string Tier, string Name)> _serving = [];
    private bool _isEdgeStale = true;
    private string? _network;
    private Task _listening = Task.CompletedTask;

    private DeploymentSession(
        DockerEngine engine, string deploymentId, Func<CancellationToken, Task<ImmutableArray<EdgeServer>?>>? askEdge, TimeProvider time, Stream events)
    {
        _reader = new ContainerReader(engine, deploymentId);
        _log = new GuestLog(engine);
        _deploymentId = deploymentId;
        _time = time;
        _events = events;
        _meter = new MemoryMeter(engine, (id, bytes) => _inputs.Writer.TryWrite(new Input.Memory(id, bytes)));
        _edge = askEdge is null ? null : new EdgeWatch(askEdge, time, answer => _inputs.Writer.TryWrite(new Input.Edge(answer)));
    }

    private abstract record Input
    {
        internal sealed record Touched(string ContainerId) : Input;

        internal sealed record NetworksTouched : Input;

        internal sealed record Memory(string ContainerId, long Bytes) : Input;

        internal sealed record StatsWanted(bool IsWanted) : Input;

        internal sealed record EdgeTouched : Input;

        internal sealed record Edge(ImmutableArray<EdgeServer>? Servers) : Input;
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        await _listening;
        await _meter.DisposeAsync();
        if (_edge is not null)
        {
            await _edge.DisposeAsync();
        }
    }

    /// <summary>Begins to listen to the engine's events.</summary>
    /// <exception cref="EngineException">It does not answer.</exception>
    internal static async Task<DeploymentSession> OpenAsync(
        DockerEngine engine,
        string deploymentId,
        Func<CancellationToken, Task<ImmutableArray<EdgeServer>?>>? askEdge,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        // The label cannot be asked for here: a network's events do not bear it.
        var parameters = new ContainerEventsParameters
        {
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["type"] = new Dictionary<string, bool> { ["container"] = true, ["network"] = true },
                ["event"] = EventNames.ToDictionary(name => name, _ => true),
            },
        };
#pragma warning disable CS0618 // The library's other form waits for the rest of an object without a way to give up.
        var events = await engine.OpenAsync(
            (client, token) => client.System.MonitorEventsAsync(parameters, token), cancellationToken);
#pragma warning restore CS0618
        return new DeploymentSession(engine, deploymentId, askEdge, time, events);
    }

    /// <summary>Begins or ends the reading of memory figures.</summary>
    internal void WantStats(bool isWanted) => _inputs.Writer.TryWrite(new Input.StatsWanted(isWanted));

    /// <summary>The pictures, the first from a full list; ends when the events end.</summary>
    /// <exception cref="EngineException">The engine does not answer (any more).</exception>
    /// <exception cref="IOException">The engine has gone.</exception>
    /// <exception cref="JsonException">An event is not JSON.</exception>
    internal async IAsyncEnumerable<DeploymentSnapshot> WatchAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The list comes after the events began: what happens in between is asked for twice rather than missed.
        _listening = ListenAsync(cancellationToken);
        foreach (var id in await _reader.ListAsync(cancellationToken))
        {
            await RefreshAsync(id, cancellationToken);
        }

        _network = await _reader.FindNetworkAsync(cancellationToken);
        yield return Picture();
        var shownAt = _time.GetTimestamp();
        while (await _inputs.Reader.WaitToReadAsync(cancellationToken))
        {
            await Task.Delay(Burst, _time, cancellationToken);
            var isUrgent = await TakeInAsync(cancellationToken);
            if (IsDue(isUrgent, _time.GetElapsedTime(shownAt)))
            {
                shownAt = _time.GetTimestamp();
                yield return Picture();
            }
        }
    }

    /// <summary>Whether a picture is to be given: at once, but for figures alone only once in their time; the next ones bring the rest.</summary>
    internal static bool IsDue(bool isUrgent, TimeSpan sinceShown) => isUrgent || sinceShown >= FigureTime;

    /// <summary>Takes in what has come; true when it was more than newer figures.</summary>
    private async Task<bool> TakeInAsync(CancellationToken cancellationToken)
    {
        var isUrgent = false;
        var touched = new HashSet<string>();
        var networksTouched = false;
        while (_inputs.Reader.TryRead(out var input))
        {
            isUrgent |= input is not (Input.EdgeTouched or Input.Memory) || (input is Input.Memory(var measured, _) && !_memory.ContainsKey(measured));
            switch (input)
            {
                case Input.Touched(var id):
                    touched.Add(id);
                    break;
                case Input.NetworksTouched:
                    networksTouched = true;
                    break;
                case Input.Memory(var id, var bytes) when _meter.IsOn:
                    _memory[id] = bytes;
                    break;
                case Input.StatsWanted(var isWanted):
                    await _meter.SwitchAsync(isWanted);
                    break;
                case Input.Edge({ } servers):
                    _serving = [.. servers.Where(server => server.Serves).Select(server => (server.Tier, server.Server))];
                    break;
                case Input.EdgeTouched or Input.Edge:
                    _isEdgeStale = true;
                    break;
                default:
                    break;
            }
        }

        foreach (var id in touched)
        {
            await RefreshAsync(id, cancellationToken);
        }

        if (networksTouched)
        {
            _network = await _reader.FindNetworkAsync(cancellationToken);
        }

        AskEdge(touched);

        var running = _containers.Values
            .Where(observed => observed.Container is { State: ContainerState.Running, IsOfTier: true })
            .Select(observed => observed.Container.Id)
            .ToHashSet();
        await _meter.ReadOnlyAsync(running);
        foreach (var id in _memory.Keys.Where(id => !_meter.IsOn || !running.Contains(id)).ToList())
        {
            _memory.Remove(id);
        }

        return isUrgent;
    }

    /// <summary>Asks the edge when it may say something new and somebody looks; while it does not run, nobody serves.</summary>
    private void AskEdge(HashSet<string> touched)
    {
        var edge = _containers.Values.Select(observed => observed.Container).FirstOrDefault(container => container.Tier == TierName.Edge);
        _isEdgeStale |= edge is not null && touched.Contains(edge.Id);
        if (edge?.State is not ContainerState.Running)
        {
            _serving = [];
        }
        else if (_isEdgeStale && _meter.IsOn)
        {
            _isEdgeStale = false;
            _edge?.Ask();
        }
    }

    private async Task RefreshAsync(string id, CancellationToken cancellationToken)
    {
        if (await _reader.FindAsync(id, cancellationToken) is { } observed)
        {
            var accelerator = await AcceleratorOfAsync(observed, cancellationToken);
            _containers[id] = observed with { Container = observed.Container with { Accelerator = accelerator } };
        }
        else
        {
            _containers.Remove(id);
        }
    }

    /// <summary>What a guest's machine runs on: said once a run, so the log is read until it has been said and no more.</summary>
    private async Task<Accelerator?> AcceleratorOfAsync(ObservedContainer observed, CancellationToken cancellationToken)
    {
        if (observed.LogBegin is not { } begin)
        {
            return null;
        }

        var known = _containers.GetValueOrDefault(observed.Container.Id);
        return known?.LogBegin == begin && known.Container.Accelerator is { } accelerator
            ? accelerator
            : await _log.FindAcceleratorAsync(observed.Container.Id, begin, cancellationToken);
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var document in EngineStream.ReadAsync(_events, cancellationToken))
            {
                using (document)
                {
                    if (Understand(document.RootElement) is { } input)
                    {
                        _inputs.Writer.TryWrite(input);
                    }
                }
            }

            _inputs.Writer.TryComplete();
        }
        catch (Exception e)
        {
            // The one who reads the inputs meets it.
            _inputs.Writer.TryComplete(e);
        }
    }

    private Input? Understand(JsonElement message)
    {
        if (message.TextAt("Type") == "network")
        {
            return message.TextAt("Action") is "connect" or "disconnect"
                ? message.TextAt("Actor", "Attributes", "container") is { } id ? new Input.Touched(id) : null
                : new Input.NetworksTouched();
        }

        if (message.TextAt("Actor", "Attributes", Labels.Deployment) != _deploymentId)
        {
            return null;
        }

        if (EdgeNews.IsOfCommand(message))
        {
            return _news.IsChange(message) ? new Input.EdgeTouched() : null;
        }

        return message.TextAt("Actor", "ID") is { } container ? new Input.Touched(container) : null;
    }

    private DeploymentSnapshot Picture()
    {
        var ordered = _containers.Values
            .OrderBy(observed => TierName.Place(observed.Container.Tier))
            .ThenBy(observed => observed.Container.Name, StringComparer.Ordinal)
            .ToList();
        var containers = ordered
            .Select(observed => observed.Container with
            {
                MemoryBytes = MemoryOf(observed.Container.Id),
                Serves = observed.Container.State == ContainerState.Running && _serving.Contains((observed.Container.Tier, observed.Container.Name)),
            })
            .ToImmutableArray();
        return new DeploymentSnapshot(
            EngineState.Connected,
            containers,
            _network,
            ordered.Find(observed => observed is { Container.IsOfTier: true, PublishedPort: not null })?.PublishedPort);
    }

    private long? MemoryOf(string id) => _memory.TryGetValue(id, out var bytes) ? bytes : null;
}
