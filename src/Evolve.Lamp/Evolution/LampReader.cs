using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Docker.DotNet.Models;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using ContainerState = Evolve.Lamp.Deployment.ContainerState;

namespace Evolve.Lamp.Evolution;

/// <summary>
/// Reads the state that plans are made of from those who know: the engine what there is, the edge what serves, each
/// database whether it takes writes.
/// </summary>
public sealed class LampReader(DockerEngine engine, string deploymentId, IPlanShell shell) : ILampReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc />
    public async Task<LampState> ReadAsync(string tier, CancellationToken cancellationToken)
    {
        var list = new ContainersListParameters { All = true, Filters = LabelFilter.Of(deploymentId) };
        var found = await engine.AskAsync(
            (client, token) => client.Containers.ListContainersAsync(list, token), cancellationToken);
        var containers = found.ToDictionary(container => container.Names[0].TrimStart('/'), StringComparer.Ordinal);
        var edge = StateOf(containers, "edge");
        var known = edge == ContainerState.Running ? await AskEdgeAsync(cancellationToken) : [];
        var servers = containers
            .Select(container => ServerOf(container.Key, container.Value, known))
            .OfType<LampServer>()
            .OrderBy(server => server.Name, StringComparer.Ordinal)
            .ToImmutableArray();
        var others = known.Where(entry => servers.All(server => server.Name != entry.Server)).ToImmutableArray();
        var helper = StateOf(containers, PlanBuilder.Helper);
        var images = await ReadImagesAsync(cancellationToken);
        if (tier == "db" && edge == ContainerState.Running && helper is null)
        {
            servers = await AskDatabasesAsync(servers, images, cancellationToken);
        }

        return new LampState(edge, helper, servers, others, images);
    }

    /// <summary>What the databases said: a line <c>NAME MODE</c> each.</summary>
    internal static IReadOnlyDictionary<string, DatabaseMode> ParseModes(string text) => text
        .Split('\n')
        .Select(line => line.Trim().Split(' '))
        .Where(words => words.Length == 2 && Enum.TryParse<DatabaseMode>(words[1], ignoreCase: true, out _))
        .ToDictionary(words => words[0], words => Enum.Parse<DatabaseMode>(words[1], ignoreCase: true), StringComparer.Ordinal);

    private static LampServer? ServerOf(string name, ContainerListResponse container, IEnumerable<EdgeServer> known)
    {
        var labels = container.Labels ?? new Dictionary<string, string>();
        var tier = labels.TryGetValue(Labels.Tier, out var tierLabel) ? tierLabel : "";
        var flavour = labels.TryGetValue(Labels.Flavour, out var flavourLabel) ? flavourLabel : "";
        if (!CutoverPlanner.Tiers.Contains(tier)
            || !TierName.IsOf(name, tier, flavour)
            || ContainerReader.StateOf(container.State) is not { } state)
        {
            return null;
        }

        var entry = known.FirstOrDefault(entry => entry.Tier == tier && entry.Server == name);
        return new LampServer(name, tier, flavour, state, container.ImageID)
        {
            Role = entry switch
            {
                null => EdgeRole.Unknown,
                { Serves: true } => EdgeRole.Serves,
                _ => EdgeRole.Waits,
            },
            IsUp = entry?.Up ?? false,
        };
    }

    private static ContainerState? StateOf(Dictionary<string, ContainerListResponse> containers, string name) =>
        containers.TryGetValue(name, out var container) ? ContainerReader.StateOf(container.State) : null;

    private async Task<ImmutableArray<EdgeServer>> AskEdgeAsync(CancellationToken cancellationToken)
    {
        var answer = await AskAsync(new DockerCommand(EdgeServer.Question), "The edge does not say what serves", cancellationToken);
        try
        {
            return EdgeServer.Read(answer);
        }
        catch (JsonException e)
        {
            throw new EvolutionException($"The edge's answer to `tier show --json` cannot be understood: {e.Message} Is its image of this version?", e);
        }
    }

    private async Task<ImmutableArray<LampServer>> AskDatabasesAsync(
        ImmutableArray<LampServer> servers, ImmutableDictionary<string, string> images, CancellationToken cancellationToken)
    {
        var running = servers.Where(server => server is { Tier: "db", State: ContainerState.Running }).Select(server => server.Name).ToList();
        if (running.Count == 0)
        {
            return servers;
        }

        if (!images.ContainsKey(PlanBuilder.HelperImage))
        {
            throw PlanBuilder.MissingHelper();
        }

        var answer = await AskAsync(PlanBuilder.AskModes(running), "The databases cannot be asked which one takes writes", cancellationToken);
        var modes = ParseModes(answer);
        return [.. servers.Select(server => modes.TryGetValue(server.Name, out var mode) ? server with { Mode = mode } : server)];
    }

    private async Task<string> AskAsync(DockerCommand question, string complaint, CancellationToken cancellationToken)
    {
        var answer = new StringBuilder();
        var outcome = await shell.RunAsync(question, Patience, line => answer.Append(line).Append('\n'), cancellationToken);
        return outcome.IsSuccess ? answer.ToString() : throw new EvolutionException($"{complaint}: {outcome.LastWords}");
    }

    private async Task<ImmutableDictionary<string, string>> ReadImagesAsync(CancellationToken cancellationToken)
    {
        var list = new ImagesListParameters
        {
            Filters = new Dictionary<string, IDictionary<string, bool>>
            {
                ["reference"] = new Dictionary<string, bool> { ["evolve/*"] = true },
            },
        };
        var images = await engine.AskAsync((client, token) => client.Images.ListImagesAsync(list, token), cancellationToken);
        return images
            .SelectMany(image => (image.RepoTags ?? []).Select(name => (name, image.ID)))
            .ToImmutableDictionary(image => image.name, image => image.ID);
    }
}
