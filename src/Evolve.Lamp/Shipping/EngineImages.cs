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
        IReadOnlyCollection<string> images, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(images);
        var all = await engine.AskAsync(
            (client, token) => client.Images.ListImagesAsync(new ImagesListParameters { All = true }, token), cancellationToken);
        var byId = all.DistinctBy(image => image.ID).ToDictionary(image => image.ID, StringComparer.Ordinal);
        var byName = all
            .SelectMany(image => (image.RepoTags ?? []).Select(tag => (tag, image)))
            .DistinctBy(pair => pair.tag)
            .ToDictionary(pair => pair.tag, pair => pair.image, StringComparer.Ordinal);
        return images.Distinct(StringComparer.Ordinal).ToDictionary(
            image => image,
            image =>
                byName.TryGetValue(image.Contains(':', StringComparison.Ordinal) ? image : image + ":latest", out var named)
                    ? [image, .. Ancestors(named, byId)]
                    : byId.Values.FirstOrDefault(stage => stage.ID.StartsWith($"sha256:{image}", StringComparison.Ordinal)) is { } stage
                        ? (ImmutableArray<string>?)[.. WithBytes(stage), .. Ancestors(stage, byId)]
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
            foreach (var id in WithBytes(parent))
            {
                yield return id;
            }

            image = parent;
        }
    }

    /// <summary>The first stages over <c>scratch</c> are empty, and an archive of one is refused ("empty export"); they cost a builder nothing.</summary>
    private static IEnumerable<string> WithBytes(ImagesListResponse image) => image.Size > 0 ? [image.ID] : [];

    /// <summary>The engine says "200 OK" before it begins, and what went wrong in the middle of its answer.</summary>
    private sealed class Complaint : IProgress<JSONMessage>
    {
        public string? Text { get; private set; }

        public void Report(JSONMessage value) => Text ??= value.ErrorMessage ?? value.Error?.Message;
    }
}
