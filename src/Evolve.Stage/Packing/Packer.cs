using System.Collections.Immutable;
using Evolve.Lamp.Shipping;

namespace Evolve.Stage.Packing;

/// <summary>Packs what a room needs into one file.</summary>
/// <param name="images">Gives the images; null when there is no engine.</param>
/// <param name="progress">Told in a line each what is done.</param>
public sealed class Packer(IImageStore? images, IProgress<string> progress)
{
    /// <summary>What a part holds before it is compressed.</summary>
    internal int PartBytes { get; init; } = BundleManifest.PartBytes;

    /// <summary>Packs.</summary>
    /// <param name="target">The bundle to be made; it appears when it is whole.</param>
    /// <param name="files">The files in it.</param>
    /// <param name="manifest">What it says of itself; names the images.</param>
    /// <param name="stages">The ids of the stages by which a builder finds its way without a network.</param>
    /// <param name="cancellationToken">Interrupts it; nothing is left then.</param>
    /// <exception cref="BundleException">An image is missing; the message says what to do.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<BundleManifest> PackAsync(
        string target,
        IEnumerable<PackedFile> files,
        BundleManifest manifest,
        ImmutableArray<string> stages,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var references = await FindAsync([.. manifest.Images, .. stages], cancellationToken);
        await using var writer = await BundleWriter.CreateAsync(target, UnpackScript.Text, PartBytes, cancellationToken);
        var told = new Teller(progress);
        await FileArchive.WriteAsync(files, archive => writer.AddAsync(BundleKind.Files, archive, told, cancellationToken), cancellationToken);
        if (references.Length > 0)
        {
            progress.Report($"The engine gives {manifest.Images.Length} {(manifest.Images.Length == 1 ? "image" : "images")}.");
            await using var archive = await images!.SaveAsync(references, cancellationToken);
            await writer.AddAsync(BundleKind.Images, archive, told, cancellationToken);
        }

        return await writer.FinishAsync(manifest, cancellationToken);
    }

    private async Task<ImmutableArray<string>> FindAsync(ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        if (names.IsEmpty)
        {
            return [];
        }

        var found = images is null
            ? throw new BundleException("The scenario needs images, and there is no Docker engine to take them from: type `./run.sh doctor`.")
            : await images.FindAsync(names, cancellationToken);
        string[] missing = [.. names.Where(name => found[name] is null)];
        return missing.Length == 0
            ? [.. names.SelectMany(name => found[name]!.Value).Distinct(StringComparer.Ordinal)]
            : throw new BundleException(
                $"These images are not there: {string.Join(", ", missing)}. Somebody has removed them meanwhile: pack again.");
    }

    private sealed class Teller(IProgress<string> progress) : IProgress<BundlePart>
    {
        public void Report(BundlePart value) => progress.Report($"{value.Name} is packed.");
    }
}
