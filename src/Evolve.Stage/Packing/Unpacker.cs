using System.Text.Json;
using Evolve.Lamp.Shipping;

namespace Evolve.Stage.Packing;

/// <summary>Makes a working Evolve of a bundle, without a network; what was interrupted goes on where it was.</summary>
/// <param name="images">Takes the images; null when there is no engine.</param>
/// <param name="architecture">The processor of this machine, as <c>x64</c>.</param>
/// <param name="progress">Told in a line each what is done.</param>
public sealed class Unpacker(IImageStore? images, string architecture, IProgress<string> progress)
{
    private const string PartsFolder = ".evolve-parts";
    private const string Marker = ".evolve-bundle";

    /// <summary>Unpacks a bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="folder">Where to; made when it is missing.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    /// <returns>What the bundle says of itself.</returns>
    /// <exception cref="BundleException">It cannot be unpacked; the message says why, and what to do.</exception>
    /// <exception cref="IOException">The disk refuses.</exception>
    public async Task<BundleManifest> UnpackAsync(string bundle, string folder, CancellationToken cancellationToken = default)
    {
        var reader = new BundleReader(bundle);
        var manifest = await reader.ReadManifestAsync(cancellationToken);
        if (manifest.Architecture != architecture)
        {
            throw new BundleException($"{bundle} is for another processor ({manifest.Architecture}); this machine has {architecture}.");
        }

        var imageParts = manifest.Of(BundleKind.Images);
        if (imageParts.Length > 0 && images is null)
        {
            throw new BundleException($"{bundle} holds images, and there is no Docker engine to take them: type `./run.sh engine`, or `./run.sh doctor`.");
        }

        if (IsDone(folder, manifest))
        {
            progress.Report($"{folder} holds it already.");
            return manifest;
        }

        var parts = Begin(bundle, folder);
        var count = manifest.Parts.Length;
        var taken = await reader.TakeAsync(
            manifest, parts, new Direct<BundlePart>(part => progress.Report($"{part.Name} is whole.")), cancellationToken);
        progress.Report(taken == count ? $"All {count} parts are whole." : $"All {count} parts are whole; {count - taken} were here from before.");
        try
        {
            await ApplyAsync(BundleKind.Files, parts, manifest, archive => FileArchive.ExtractAsync(archive, folder, cancellationToken));
            if (imageParts.Length > 0)
            {
                progress.Report($"The engine takes {manifest.Images.Length} {(manifest.Images.Length == 1 ? "image" : "images")}.");
                await ApplyAsync(BundleKind.Images, parts, manifest, archive => images!.LoadAsync(archive, cancellationToken));
            }
        }
        catch (Exception exception) when (exception is BundleException or InvalidDataException or EndOfStreamException or FormatException or ArgumentException)
        {
            throw new BundleException($"{bundle} {(exception is BundleException ? exception.Message : "does not hold an archive")}: it was not made by Evolve, or not whole. Nothing of it is to be used.", exception);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, Marker), manifest.ToJson(), cancellationToken);
        Directory.Delete(parts, recursive: true);
        return manifest;
    }

    /// <summary>A folder with something else in it is left alone.</summary>
    private static string Begin(string bundle, string folder)
    {
        var parts = Path.Combine(folder, PartsFolder);
        var isOurs = !Directory.Exists(folder) || Directory.Exists(parts) || File.Exists(Path.Combine(folder, Marker))
            || !Directory.EnumerateFileSystemEntries(folder).Any();
        return isOurs
            ? Directory.CreateDirectory(parts).FullName
            : throw new BundleException($"{folder} is not empty: type `./run.sh unpack {bundle} FOLDER` with the name of a new one.");
    }

    private static bool IsDone(string folder, BundleManifest manifest)
    {
        var marker = Path.Combine(folder, Marker);
        return File.Exists(marker) && !Directory.Exists(Path.Combine(folder, PartsFolder)) && File.ReadAllText(marker) == manifest.ToJson();
    }

    private static async Task ApplyAsync(BundleKind kind, string folder, BundleManifest manifest, Func<Stream, Task> apply)
    {
        // Interrupted behind this, it is not done twice: the engine unpacks images for minutes.
        var done = Path.Combine(folder, $"{kind.ToString().ToLowerInvariant()}.done");
        var parts = manifest.Of(kind);
        var sums = JsonSerializer.Serialize(parts.Select(part => part.Sha256));
        if (File.Exists(done) && await File.ReadAllTextAsync(done) == sums)
        {
            return;
        }

        await using (var archive = new PartsStream(folder, parts))
        {
            await apply(archive);
        }

        await File.WriteAllTextAsync(done, sums);
    }

    private sealed class Direct<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
