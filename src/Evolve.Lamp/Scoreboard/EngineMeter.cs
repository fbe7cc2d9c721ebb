using System.Text.Json;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Flavours;
using ContainerState = Evolve.Lamp.Deployment.ContainerState;

namespace Evolve.Lamp.Scoreboard;

/// <summary>What the engine, and the registry that runs in it, know of images and containers.</summary>
public sealed class EngineMeter(DockerEngine engine, string deploymentId, TimeProvider time)
{
    /// <summary>The image that all guests share.</summary>
    public const string RunnerImage = "evolve/runner";

    /// <summary>The tier label of the deployment's own registry.</summary>
    private const string RegistryTier = "registry";

    private readonly ContainerReader _reader = new(engine, deploymentId);
    private readonly ContentMeter _contents = new(engine, deploymentId);

    /// <summary>Images, what is inside them, shipped sizes and memory of whatever is there.</summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task<IReadOnlyList<Score>> MeasureAsync(IEnumerable<Flavour> flavours, CancellationToken cancellationToken)
    {
        List<Score> scores = [];
        var containers = await _reader.ReadAsync(cancellationToken);
        using var registry = containers.FirstOrDefault(container => container is { Container.Tier: RegistryTier, PublishedPort: not null }) is { PublishedPort: { } port }
            ? new Registry(new Uri($"http://127.0.0.1:{port}/"))
            : null;
        foreach (var flavour in flavours)
        {
            var repository = $"evolve/{flavour.Tier}";
            if (await ImageBytesAsync($"{repository}:{flavour.Name}", cancellationToken) is { } image)
            {
                scores.Add(Measured(flavour.Tier, flavour.Name, ScoreMeasure.Image, image));
            }

            scores.AddRange((await _contents.MeasureAsync($"{repository}:{flavour.Name}", cancellationToken))
                .Select(figure => Measured(flavour.Tier, flavour.Name, figure.Measure, figure.Value)));
            if (registry is not null && await registry.ShippedAsync(repository, flavour.Name, cancellationToken) is { } shipped)
            {
                scores.Add(Measured(flavour.Tier, flavour.Name, ScoreMeasure.Shipped, shipped));
            }
        }

        foreach (var container in containers.Select(observed => observed.Container).Where(container => container is { State: ContainerState.Running, IsOfTier: true }))
        {
            if (await MemoryAsync(container.Id, cancellationToken) is { } memory)
            {
                scores.Add(Measured(container.Tier, container.Flavour, ScoreMeasure.Memory, memory));
            }
        }

        return scores;
    }

    /// <summary>The size of an image unpacked, in bytes; null when it is not here.</summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task<long?> ImageBytesAsync(string name, CancellationToken cancellationToken) =>
        (await engine.FindAsync((client, token) => client.Images.InspectImageAsync(name, token), cancellationToken))?.Size;

    private Score Measured(string tier, string flavour, ScoreMeasure measure, double value) => new(tier, flavour, measure, value, time.GetUtcNow());

    private async Task<long?> MemoryAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var figure in MemoryMeter.FiguresAsync(engine, id, cancellationToken))
            {
                return figure;
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            // The container has gone meanwhile.
            return null;
        }
    }
}
