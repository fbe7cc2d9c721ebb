using System.Runtime.CompilerServices;
using System.Text.Json;
using Docker.DotNet.Models;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Deployment;

/// <summary>Reads the memory of running containers from the engine's streams, while it is switched on.</summary>
/// <remarks>Its methods are called by one caller at a time; figures come on any thread.</remarks>
internal sealed class MemoryMeter(DockerEngine engine, Action<string, long> measured) : IAsyncDisposable
{
    private readonly Dictionary<string, (CancellationTokenSource Ended, Task Reading)> _streams = [];

    /// <summary>Whether figures are wanted.</summary>
    internal bool IsOn { get; private set; }

    public ValueTask DisposeAsync() => new(SwitchAsync(false));

    /// <summary>Switches; switched off, no stream is left when it returns.</summary>
    internal async Task SwitchAsync(bool isOn)
    {
        IsOn = isOn;
        if (!isOn)
        {
            await ReadOnlyAsync([]);
        }
    }

    /// <summary>Reads of exactly these containers.</summary>
    internal async Task ReadOnlyAsync(HashSet<string> containers)
    {
        foreach (var id in _streams.Keys.Where(id => !containers.Contains(id) || _streams[id].Reading.IsCompleted).ToList())
        {
            _streams.Remove(id, out var stream);
            await stream.Ended.CancelAsync();
            await stream.Reading;
            stream.Ended.Dispose();
        }

        foreach (var id in containers.Where(id => IsOn && !_streams.ContainsKey(id)))
        {
            var ended = new CancellationTokenSource();
            _streams.Add(id, (ended, ReadAsync(id, ended.Token)));
        }
    }

    /// <summary>
    /// What `docker stats` shows: usage without the page cache that can be given up at once, which cgroup v1 calls
    /// total_inactive_file and v2 inactive_file (docs.docker.com/reference/cli/docker/container/stats).
    /// </summary>
    internal static long? MemoryOf(JsonElement stats)
    {
        if (stats.NumberAt("memory_stats", "usage") is not { } usage)
        {
            return null;
        }

        var inactive = stats.NumberAt("memory_stats", "stats", "total_inactive_file")
            ?? stats.NumberAt("memory_stats", "stats", "inactive_file")
            ?? 0;
        return inactive < usage ? usage - inactive : usage;
    }

    /// <summary>What a container uses in bytes, once a second for as long as it runs; null when the engine does not say.</summary>
    internal static async IAsyncEnumerable<long?> FiguresAsync(
        DockerEngine engine, string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
#pragma warning disable CS0618 // The library's other form waits for the rest of an object without a way to give up.
        await using var stream = await engine.OpenAsync(
            (client, token) => client.Containers.GetContainerStatsAsync(
                id, new ContainerStatsParameters { Stream = true }, token),
            cancellationToken);
#pragma warning restore CS0618
        await foreach (var document in EngineStream.ReadAsync(stream, cancellationToken))
        {
            using (document)
            {
                yield return MemoryOf(document.RootElement);
            }
        }
    }

    private async Task ReadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var figure in FiguresAsync(engine, id, cancellationToken))
            {
                if (figure is { } bytes)
                {
                    measured(id, bytes);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or EngineException or IOException or JsonException)
        {
            // Nobody looks any more, or the container or the engine has gone, which the events tell as well: the figure
            // is missing meanwhile, and the next picture asks again.
        }
    }
}
