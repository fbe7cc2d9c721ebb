using System.Collections.Immutable;
using System.Globalization;
using Docker.DotNet.Models;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Whether the names that the talk gives are still free: the engine has each of them only once.</summary>
internal sealed class NamesCheck(EngineTalk talk) : IDoctorCheck
{
    private const int MostNamed = 3;

    public string Subject => "names";

    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        if (await talk.InfoAsync(cancellationToken) is null)
        {
            return EngineTalk.Unknown(Subject);
        }

        var taken = (await TakenAsync(talk.Subject.Engine!, cancellationToken))
            .Where(thing => thing.Owner != talk.Subject.DeploymentId && IsOfTheTalk(thing, talk.Subject.Flavours))
            .OrderBy(thing => thing.Kind, StringComparer.Ordinal)
            .ThenBy(thing => thing.Name, StringComparer.Ordinal)
            .ToList();
        if (taken.Count == 0)
        {
            return new Finding(Subject, FindingLevel.Good, "those of the talk are free, or our own");
        }

        var named = string.Join(", ", taken.Take(MostNamed).Select(thing => $"the {thing.Kind} {SafeText.Of(thing.Name, 60)}"));
        var rest = taken.Count > MostNamed ? $" and {taken.Count - MostNamed} more" : "";
        return new Finding(
            Subject,
            FindingLevel.Problem,
            $"{named}{rest} {(taken.Count == 1 ? "is" : "are")} of somebody else",
            taken.TrueForAll(thing => thing.Owner is not null)
                ? "Left over from another user's Evolve, or from yours before its state was lost: `./run.sh clean --all` removes that."
                : "The talk needs these names: rename or remove what has them.");
    }

    private static async Task<IEnumerable<Thing>> TakenAsync(DockerEngine engine, CancellationToken cancellationToken)
    {
        var everything = new ContainersListParameters { All = true };
        var containers = await engine.AskAsync(
            (client, token) => client.Containers.ListContainersAsync(everything, token), cancellationToken);
        var networks = await engine.AskAsync((client, token) => client.Networks.ListNetworksAsync(null, token), cancellationToken);
        var volumes = await engine.AskAsync((client, token) => client.Volumes.ListAsync(token), cancellationToken);
        return containers
            .SelectMany(container => (container.Names ?? []).Select(name => new Thing("container", name.TrimStart('/'), OwnerOf(container.Labels))))
            .Concat(networks.Select(network => new Thing("network", network.Name, OwnerOf(network.Labels))))
            .Concat((volumes.Volumes ?? []).Select(volume => new Thing("volume", volume.Name, OwnerOf(volume.Labels))));
    }

    private static string? OwnerOf(IDictionary<string, string>? labels) =>
        labels is not null && labels.TryGetValue(Labels.Deployment, out var id) ? id : null;

    /// <summary>Whether the third chapter gives this name, or a container of a flavour has it: <c>TIER-FLAVOUR-N</c>.</summary>
    private static bool IsOfTheTalk(Thing thing, ImmutableArray<Flavour> flavours) => thing switch
    {
        { Kind: "container", Name: "edge" or PlanBuilder.Helper } or { Kind: "network", Name: "evolve" } => true,
        { Kind: "volume", Name: "evolve-db" or "evolve-edge" } => true,
        { Kind: "container" } => flavours.Any(flavour => TierName.NumberOf(thing.Name, flavour.Tier, flavour.Name) is not null),
        { Kind: "volume" } => flavours.Any(flavour => flavour
            .VolumesOf(string.Create(CultureInfo.InvariantCulture, $"{flavour.Tier}-{flavour.Name}-{thing.Name.Split('-')[^1]}"))
            .Contains(thing.Name)),
        _ => false,
    };

    /// <summary>Something that has a name.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Owner">The deployment whose label it bears, or null.</param>
    private sealed record Thing(string Kind, string Name, string? Owner);
}
