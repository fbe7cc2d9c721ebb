using System.Collections.Immutable;
using Docker.DotNet.Models;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Which images of a scenario the engine does not have, asked once for several looks.</summary>
internal sealed class ImageStock
{
    private readonly Lazy<Task<ImmutableArray<string>?>> _missing;

    internal ImageStock(EngineTalk talk, ImmutableArray<string> names)
    {
        Names = names;
        _missing = new Lazy<Task<ImmutableArray<string>?>>(() => AskAsync(talk));
    }

    /// <summary>All that it names.</summary>
    internal ImmutableArray<string> Names { get; }

    /// <summary>Those that are missing, in the order of their names; null while no engine answers.</summary>
    internal Task<ImmutableArray<string>?> MissingAsync(CancellationToken cancellationToken) => _missing.Value.WaitAsync(cancellationToken);

    private async Task<ImmutableArray<string>?> AskAsync(EngineTalk talk)
    {
        if (await talk.InfoAsync(CancellationToken.None) is null)
        {
            return null;
        }

        var images = await talk.Subject.Engine!.AskAsync(
            (client, token) => client.Images.ListImagesAsync(new ImagesListParameters(), token), CancellationToken.None);
        var present = images.SelectMany(image => image.RepoTags ?? []).ToHashSet(StringComparer.Ordinal);
        return [.. Names.Where(name => !present.Contains(name.Contains(':', StringComparison.Ordinal) ? name : name + ":latest"))];
    }
}
