using Docker.DotNet.Models;
using Evolve.Lamp.Base;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Removal;

/// <summary>Finds the images that are ours, in an order in which they can be removed.</summary>
internal sealed class ImageSet(DockerEngine engine, TimeSpan deadline)
{
    /// <summary>Our images and build stages, children before their parents.</summary>
    /// <param name="deploymentId">Only this deployment's, or null for every one's.</param>
    /// <param name="cacheGoes">Whether build stages that deployments share are among them; if not, what they stand on is not either.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<IReadOnlyList<OwnImage>> FindAsync(string? deploymentId, bool cacheGoes, CancellationToken cancellationToken)
    {
        var all = await AllAsync(cancellationToken);
        var ours = await IdsAsync(Labels.Deployment, deploymentId, cancellationToken);
        foreach (var id in await IdsAsync(BaseImage.Label, deploymentId, cancellationToken))
        {
            // What somebody else builds on the base that we made inherits its label: only the base itself is ours.
            if (all.ContainsKey(id) && await IsImportedAsync(id, cancellationToken))
            {
                ours.Add(id);
            }
        }

        foreach (var id in ours.ToList())
        {
            await AddStagesBeforeTheLabelAsync(id, all, ours, cancellationToken);
        }

        var shared = await FindSharedAsync(all, cancellationToken);
        if (cacheGoes)
        {
            ours.UnionWith(shared);
        }
        else
        {
            ours.ExceptWith(shared.SelectMany(id => AncestorsOf(id, all)));
        }

        return Ordered(ours, all);
    }

    /// <summary>The build stages that deployments share. What bears a name was made from one of them; a deployment's own says so.</summary>
    private async Task<HashSet<string>> FindSharedAsync(Dictionary<string, ImagesListResponse> all, CancellationToken cancellationToken) =>
        [.. (await IdsAsync(Labels.Cache, null, cancellationToken)).Where(id => all.TryGetValue(id, out var image)
            && NamesOf(image).Count == 0
            && image.Labels?.ContainsKey(Labels.Deployment) != true)];

    private static IEnumerable<string> AncestorsOf(string id, Dictionary<string, ImagesListResponse> all)
    {
        while (all.TryGetValue(id, out var image) && !string.IsNullOrEmpty(image.ParentID))
        {
            yield return id = image.ParentID;
        }
    }

    private async Task<Dictionary<string, ImagesListResponse>> AllAsync(CancellationToken cancellationToken) =>
        (await ListAsync(new ImagesListParameters { All = true }, cancellationToken))
            .DistinctBy(image => image.ID)
            .ToDictionary(image => image.ID);

    private static IReadOnlyList<OwnImage> Ordered(HashSet<string> ours, Dictionary<string, ImagesListResponse> all) =>
        [.. ours
            .Where(all.ContainsKey)
            .OrderByDescending(id => DepthOf(id, all))
            .ThenBy(id => NamesOf(all[id]).FirstOrDefault() ?? id, StringComparer.Ordinal)
            .Select(id => new OwnImage(id, NamesOf(all[id]), OwnBytesOf(all[id], all)))];

    /// <summary>
    /// The legacy builder makes an image of each instruction; the one of ARG comes before the LABEL and bears none yet.
    /// </summary>
    private async Task AddStagesBeforeTheLabelAsync(
        string id, Dictionary<string, ImagesListResponse> all, HashSet<string> ours, CancellationToken cancellationToken)
    {
        while (all.TryGetValue(id, out var image)
            && all.TryGetValue(image.ParentID ?? "", out var parent)
            && !ours.Contains(parent.ID)
            && NamesOf(parent).Count == 0
            && parent.Labels?.ContainsKey(Labels.Deployment) != true
            && await WasMadeByAsync(parent.ID, "ARG EVOLVE_DEPLOYMENT", cancellationToken))
        {
            ours.Add(parent.ID);
            id = parent.ID;
        }
    }

    private async Task<HashSet<string>> IdsAsync(string label, string? deploymentId, CancellationToken cancellationToken)
    {
        var found = await ListAsync(
            new ImagesListParameters { All = true, Filters = LabelFilter.Of(deploymentId, label) }, cancellationToken);
        return [.. found.Select(image => image.ID)];
    }

    private Task<IList<ImagesListResponse>> ListAsync(ImagesListParameters parameters, CancellationToken cancellationToken) =>
        engine.AskAsync((client, token) => client.Images.ListImagesAsync(parameters, token), deadline, cancellationToken);

    private async Task<bool> IsImportedAsync(string id, CancellationToken cancellationToken) =>
        await HistoryAsync(id, cancellationToken) is { Count: 1 };

    private async Task<bool> WasMadeByAsync(string id, string instruction, CancellationToken cancellationToken) =>
        await HistoryAsync(id, cancellationToken) is [var last, ..]
            && last.CreatedBy.Contains(instruction, StringComparison.Ordinal);

    private Task<IList<ImageHistoryResponse>?> HistoryAsync(string id, CancellationToken cancellationToken) =>
        engine.FindAsync((client, token) => client.Images.GetImageHistoryAsync(id, token), cancellationToken);

    private static int DepthOf(string id, Dictionary<string, ImagesListResponse> all) => AncestorsOf(id, all).Count();

    /// <summary>Its tags, and where it was pushed or pulled under a tag that it no longer has: the engine counts both.</summary>
    private static List<string> NamesOf(ImagesListResponse image)
    {
        var tags = (image.RepoTags ?? []).Where(IsName).ToList();
        var repositories = tags.Select(tag => tag[..tag.LastIndexOf(':')]).ToHashSet();
        return [.. tags, .. (image.RepoDigests ?? []).Where(digest => IsName(digest) && !repositories.Contains(digest.Split('@')[0]))];

        static bool IsName(string name) => !name.StartsWith("<none>", StringComparison.Ordinal);
    }

    private static long OwnBytesOf(ImagesListResponse image, Dictionary<string, ImagesListResponse> all) =>
        all.TryGetValue(image.ParentID ?? "", out var parent) ? Math.Max(0, image.Size - parent.Size) : image.Size;
}

/// <summary>An image of ours.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Names">Its names; none for a build stage.</param>
/// <param name="OwnBytes">Bytes that its parent does not have.</param>
internal sealed record OwnImage(string Id, IReadOnlyList<string> Names, long OwnBytes)
{
    /// <summary>True for a build stage or an image that a newer one took the name of.</summary>
    internal bool IsNameless => Names.Count == 0;
}
