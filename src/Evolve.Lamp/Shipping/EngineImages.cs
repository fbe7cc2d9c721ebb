using System.Collections.Immutable;
using Docker.DotNet.Models;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Shipping;

/// <summary>The engine's images.</summary>
public sealed class EngineImages(DockerEngine engine) : IImageStore
{
    /// <summary>The engine puts an archive together before it sends the first byte, and unpacks one before it answers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, ImmutableArray<string>?>> FindAsync(
        IReadOnlyCollection<string> names, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(names);
        var all = await engine.AskAsync(
            (client, token) => client.Images.ListImagesAsync(new ImagesListParameters { All = true }, token), cancellationToken);
        var byId = all.DistinctBy(image => image.ID).ToDictionary(image => image.ID, StringComparer.Ordinal);
        var byName = all
            .SelectMany(image => (image.RepoTags ?? []).Select(tag => (tag, image)))
            .DistinctBy(pair => pair.tag)
            .ToDictionary(pair => pair.tag, pair => pair.image, StringComparer.Ordinal);
        return names.ToDictionary(
            name => name,
            name => byName.TryGetValue(name.Contains(':', StringComparison.Ordinal) ? name : name + ":latest", out var image)
                ? (ImmutableArray<string>?)[name, .. Ancestors(image, byId)]
                : null,
            StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public Task<Stream> SaveAsync(IReadOnlyCollection<string> references, CancellationToken cancellationToken) =>
        engine.AskAsync((client, token) => client.Images.SaveImagesAsync([.. references], token), Patience, cancellationToken);

    /// <inheritdoc/>
    public async Task LoadAsync(Stream archive, CancellationToken cancellationToken)
    {
        var told = new Complaint();
        await engine.AskAsync(
            async (client, token) =>
            {
                await client.Images.LoadImageAsync(new ImageLoadParameters { Quiet = true }, archive, told, token);
                return true;
            },
            Patience,
            cancellationToken);
        if (told.Text is { } text)
        {
            throw new EngineException(new EngineProblem(
                EngineProblemKind.Broken, $"The Docker engine could not take the images: {SafeText.Of(text)}.", "See whether its disk is full, and try again."));
        }
    }

    private static IEnumerable<string> Ancestors(ImagesListResponse image, Dictionary<string, ImagesListResponse> byId)
    {
        while (byId.TryGetValue(image.ParentID ?? "", out var parent))
        {
            yield return parent.ID;
            image = parent;
        }
    }

    /// <summary>The engine says "200 OK" before it begins, and what went wrong in the middle of its answer.</summary>
    private sealed class Complaint : IProgress<JSONMessage>
    {
        public string? Text { get; private set; }

        public void Report(JSONMessage value) => Text ??= value.ErrorMessage ?? value.Error?.Message;
    }
}
