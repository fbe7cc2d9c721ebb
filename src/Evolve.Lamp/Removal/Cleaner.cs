using System.Net;
using Docker.DotNet;
using Docker.DotNet.Models;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Removal;

/// <summary>Removes everything that bears our label, and nothing else.</summary>
public sealed class Cleaner(DockerEngine engine)
{
    /// <summary>A slow engine with a large volume takes its time; nobody may hang for ever all the same.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Removes containers, networks, volumes and images in this order; what vanishes meanwhile is fine.</summary>
    /// <param name="deploymentId">Only this deployment's, or null for every one's.</param>
    /// <param name="progress">Told of each object when it is gone.</param>
    /// <param name="cache">What becomes of build stages that every deployment shares.</param>
    /// <param name="cancellationToken">Gives up between two objects.</param>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task<CleanReport> CleanAsync(
        string? deploymentId,
        IProgress<CleanedObject>? progress = null,
        SharedCache cache = SharedCache.Stays,
        CancellationToken cancellationToken = default)
    {
        var run = new Run(progress);
        var images = new ImageSet(engine, Deadline);
        await RemoveContainersAsync(LabelFilter.Of(deploymentId), run, cancellationToken);
        await RemoveNetworksAsync(deploymentId, run, cancellationToken);
        await RemoveVolumesAsync(deploymentId, run, cancellationToken);
        var others = deploymentId is null ? 0 : await CountOthersAsync(deploymentId, cancellationToken);
        var cacheGoes = cache == SharedCache.GoesWithTheLast && others == 0;
        if (cacheGoes)
        {
            // Of a build that was broken off.
            await RemoveContainersAsync(LabelFilter.Of(null, Labels.Cache), run, cancellationToken);
        }

        await RemoveImagesAsync(await images.FindAsync(deploymentId, cacheGoes, cancellationToken), run, cancellationToken);
        return new CleanReport([.. run.Removed], [.. run.Kept], run.Removed.Sum(removed => removed.Bytes ?? 0), others);
    }

    /// <summary>What bears our label with the id of another deployment.</summary>
    private async Task<int> CountOthersAsync(string deploymentId, CancellationToken cancellationToken)
    {
        var labelled = LabelFilter.Of(null);
        var containers = await AskAsync(
            (client, token) => client.Containers.ListContainersAsync(new() { All = true, Filters = labelled }, token), cancellationToken);
        var networks = await AskAsync(
            (client, token) => client.Networks.ListNetworksAsync(new() { Filters = labelled }, token), cancellationToken);
        var volumes = await AskAsync(
            (client, token) => client.Volumes.ListAsync(new() { Filters = labelled }, token), cancellationToken);
        var images = await AskAsync(
            (client, token) => client.Images.ListImagesAsync(new() { Filters = labelled }, token), cancellationToken);
        return containers.Select(container => container.Labels)
            .Concat(networks.Select(network => network.Labels))
            .Concat((volumes.Volumes ?? []).Select(volume => volume.Labels))
            .Concat(images.Where(image => image.RepoTags is { Count: > 0 } names && names[0] != "<none>:<none>").Select(image => image.Labels))
            .Count(labels => labels is not null && labels.TryGetValue(Labels.Deployment, out var id) && id != deploymentId);
    }

    private async Task RemoveContainersAsync(
        IDictionary<string, IDictionary<string, bool>> filter, Run run, CancellationToken cancellationToken)
    {
        var list = new ContainersListParameters { All = true, Size = true, Filters = filter };
        var containers = await AskAsync((client, token) => client.Containers.ListContainersAsync(list, token), cancellationToken);
        foreach (var container in containers)
        {
            var name = container.Names?.FirstOrDefault()?.TrimStart('/') ?? ShortId(container.ID);
            var how = new ContainerRemoveParameters { Force = true, RemoveVolumes = true };
            await RemoveAsync(
                new CleanedObject(CleanedKind.Container, name, container.SizeRw),
                (client, token) => client.Containers.RemoveContainerAsync(container.ID, how, token),
                run,
                cancellationToken);
        }
    }

    private async Task RemoveNetworksAsync(string? deploymentId, Run run, CancellationToken cancellationToken)
    {
        var list = new NetworksListParameters { Filters = LabelFilter.Of(deploymentId) };
        foreach (var network in await AskAsync((client, token) => client.Networks.ListNetworksAsync(list, token), cancellationToken))
        {
            await RemoveAsync(
                new CleanedObject(CleanedKind.Network, network.Name, null),
                (client, token) => client.Networks.DeleteNetworkAsync(network.ID, token),
                run,
                cancellationToken);
        }
    }

    private async Task RemoveVolumesAsync(string? deploymentId, Run run, CancellationToken cancellationToken)
    {
        var list = new VolumesListParameters { Filters = LabelFilter.Of(deploymentId) };
        var answer = await AskAsync((client, token) => client.Volumes.ListAsync(list, token), cancellationToken);
        foreach (var volume in answer.Volumes ?? [])
        {
            await RemoveAsync(
                new CleanedObject(CleanedKind.Volume, volume.Name, null),
                (client, token) => client.Volumes.RemoveAsync(volume.Name, force: false, token),
                run,
                cancellationToken);
        }
    }

    private async Task RemoveImagesAsync(IReadOnlyList<OwnImage> images, Run run, CancellationToken cancellationToken)
    {
        foreach (var image in images)
        {
            // By name first, so that an image of several names needs no force; parents are ours to decide about.
            var how = new ImageDeleteParameters { NoPrune = true };
            var isGone = await TryAsync(
                async (client, token) =>
                {
                    foreach (var name in image.Names.Skip(1))
                    {
                        await client.Images.DeleteImageAsync(name, how, token);
                    }

                    await client.Images.DeleteImageAsync(image.Id, how, token);
                },
                cancellationToken);
            var removed = new CleanedObject(CleanedKind.Image, image.IsNameless ? ShortId(image.Id) : image.Names[0], image.OwnBytes);
            Note(removed, isGone, run, isQuiet: image.IsNameless);
        }
    }

    private async Task RemoveAsync(
        CleanedObject subject, Func<IDockerClient, CancellationToken, Task> removal, Run run, CancellationToken cancellationToken) =>
        Note(subject, await TryAsync(removal, cancellationToken), run, isQuiet: false);

    private static void Note(CleanedObject subject, Outcome outcome, Run run, bool isQuiet)
    {
        if (outcome.IsGone)
        {
            run.Removed.Add(subject);
            run.Progress?.Report(subject);
        }
        else if (outcome.Refusal is { } refusal && !isQuiet)
        {
            run.Kept.Add($"The {subject.Kind.ToString().ToLowerInvariant()} {subject.Name} stays: {refusal}");
        }
    }

    private Task<T> AskAsync<T>(Func<IDockerClient, CancellationToken, Task<T>> question, CancellationToken cancellationToken) =>
        engine.AskAsync(question, Deadline, cancellationToken);

    private async Task<Outcome> TryAsync(
        Func<IDockerClient, CancellationToken, Task> removal, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(
                async (client, token) =>
                {
                    await removal(client, token);
                    return true;
                },
                cancellationToken);
            return new Outcome(true, null);
        }
        catch (EngineException e) when (e.InnerException is DockerApiException api)
        {
            // 404: somebody else was quicker, as `docker run --rm` is. Everything else is the engine's own reason.
            return new Outcome(false, api.StatusCode == HttpStatusCode.NotFound ? null : e.Problem.Sentence);
        }
    }

    internal static string ShortId(string id) => id.Replace("sha256:", "", StringComparison.Ordinal) is var digits
        && digits.Length > 12 ? digits[..12] : id;

    private readonly record struct Outcome(bool IsGone, string? Refusal);

    private sealed record Run(IProgress<CleanedObject>? Progress)
    {
        internal List<CleanedObject> Removed { get; } = [];

        internal List<string> Kept { get; } = [];
    }
}
