using System.Globalization;
using Docker.DotNet.Models;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Deployment;

/// <summary>Asks the engine for the containers and the network of one deployment.</summary>
internal sealed class ContainerReader(DockerEngine engine, string deploymentId)
{
    /// <summary>The ids of all its containers, running or not.</summary>
    internal async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        var parameters = new ContainersListParameters { All = true, Filters = LabelFilter.Of(deploymentId) };
        var found = await engine.AskAsync(
            (client, token) => client.Containers.ListContainersAsync(parameters, token), cancellationToken);
        return [.. found.Select(container => container.ID)];
    }

    /// <summary>One container as it is now; null when it is gone, is being removed, or is not of this deployment.</summary>
    internal async Task<ObservedContainer?> FindAsync(string id, CancellationToken cancellationToken)
    {
        var found = await engine.FindAsync(
            (client, token) => client.Containers.InspectContainerAsync(id, token), cancellationToken);
        if (found?.Config?.Labels is not { } labels
            || ValueOf(labels, Labels.Deployment) != deploymentId
            || found.State is not { } condition
            || StateOf(condition.Status) is not { } state)
        {
            return null;
        }

        var name = found.Name.TrimStart('/');
        var flavour = ValueOf(labels, Labels.Flavour) ?? "";
        var container = new TierContainer(
            found.ID,
            name,
            TierName.Of(name, ValueOf(labels, Labels.Tier) ?? "", flavour),
            flavour,
            state,
            state is ContainerState.Running or ContainerState.Paused ? HealthOf(condition) : ContainerHealth.None,
            AddressOf(found),
            null)
        {
            StartedAt = BeginOf(condition),
        };
        return new ObservedContainer(container, PortOf(found), GuestLog.BeginOf(found));
    }

    /// <summary>All its containers as they are now; one that goes meanwhile is left out.</summary>
    internal async Task<IReadOnlyList<ObservedContainer>> ReadAsync(CancellationToken cancellationToken)
    {
        List<ObservedContainer> containers = [];
        foreach (var id in await ListAsync(cancellationToken))
        {
            if (await FindAsync(id, cancellationToken) is { } found)
            {
                containers.Add(found);
            }
        }

        return containers;
    }

    /// <summary>The name of the deployment's network, or null.</summary>
    internal async Task<string?> FindNetworkAsync(CancellationToken cancellationToken)
    {
        var parameters = new NetworksListParameters { Filters = LabelFilter.Of(deploymentId) };
        var found = await engine.AskAsync(
            (client, token) => client.Networks.ListNetworksAsync(parameters, token), cancellationToken);
        return found.Select(network => network.Name).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    private static string? ValueOf(IDictionary<string, string> labels, string name) =>
        labels.TryGetValue(name, out var value) ? value : null;

    /// <summary>What the engine's word for a state means; null when the container is being removed.</summary>
    internal static ContainerState? StateOf(string? word) => word switch
    {
        "created" => ContainerState.Created,
        "running" or "restarting" => ContainerState.Running,
        "paused" => ContainerState.Paused,
        "exited" or "dead" => ContainerState.Exited,
        _ => null,
    };

    private static ContainerHealth HealthOf(Docker.DotNet.Models.ContainerState state) => state.Health?.Status switch
    {
        "starting" => ContainerHealth.Starting,
        "healthy" => ContainerHealth.Healthy,
        "unhealthy" => ContainerHealth.Unhealthy,
        _ => ContainerHealth.None,
    };

    // One that never started has the year 1.
    private static DateTimeOffset? BeginOf(Docker.DotNet.Models.ContainerState state) =>
        DateTimeOffset.TryParse(state.StartedAt, CultureInfo.InvariantCulture, out var begin) && begin.Year > 1 ? begin : null;

    private static string? AddressOf(ContainerInspectResponse container) =>
        container.NetworkSettings?.Networks?
            .OrderBy(network => network.Key, StringComparer.Ordinal)
            .Select(network => network.Value.IPAddress)
            .FirstOrDefault(address => !string.IsNullOrEmpty(address));

    private static int? PortOf(ContainerInspectResponse container) =>
        container.NetworkSettings?.Ports?
            .OrderBy(port => port.Key, StringComparer.Ordinal)
            .SelectMany(port => port.Value ?? [])
            .Select(binding => int.TryParse(binding.HostPort, CultureInfo.InvariantCulture, out var port) ? port : (int?)null)
            .FirstOrDefault(port => port is not null);
}

/// <summary>A container, with what it publishes.</summary>
/// <param name="Container">The container, its memory not yet known.</param>
/// <param name="PublishedPort">Its port on this machine, or null.</param>
/// <param name="LogBegin">Where the log of a guest's present run begins, as the engine wants to be asked for it; null when no guest runs in it.</param>
internal sealed record ObservedContainer(TierContainer Container, int? PublishedPort, string? LogBegin);
