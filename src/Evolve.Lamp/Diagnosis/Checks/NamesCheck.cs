using System.Text.RegularExpressions;
using Docker.DotNet.Models;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Whether the names that the talk gives are still free: the engine has each of them only once.</summary>
internal sealed partial class NamesCheck(EngineTalk talk) : IDoctorCheck
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
            .Where(thing => thing.Owner != talk.Subject.DeploymentId && Ours().IsMatch(thing.Name))
            .OrderBy(thing => thing.Name, StringComparer.Ordinal)
            .ToList();
        if (taken.Count == 0)
        {
            return new Finding(Subject, FindingLevel.Good, "those of the talk are free, or our own");
        }

        var named = string.Join(", ", taken.Take(MostNamed).Select(thing => $"the {SafeText.Of(thing.Name, 60)}"));
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
            .SelectMany(container => (container.Names ?? []).Select(name => new Thing($"container {name.TrimStart('/')}", OwnerOf(container.Labels))))
            .Concat(networks.Select(network => new Thing($"network {network.Name}", OwnerOf(network.Labels))))
            .Concat((volumes.Volumes ?? []).Select(volume => new Thing($"volume {volume.Name}", OwnerOf(volume.Labels))));
    }

    private static string? OwnerOf(IDictionary<string, string>? labels) =>
        labels is not null && labels.TryGetValue(Labels.Deployment, out var id) ? id : null;

    [GeneratedRegex(@"^(container (edge|(web|php|db)-(container(-slim)?|linux-unikernel|mirage)-\d+)|network evolve|volume evolve-(db|edge))$")]
    private static partial Regex Ours();

    /// <summary>Something that has a name.</summary>
    /// <param name="Name">Its kind and its name.</param>
    /// <param name="Owner">The deployment whose label it bears, or null.</param>
    private sealed record Thing(string Name, string? Owner);
}
