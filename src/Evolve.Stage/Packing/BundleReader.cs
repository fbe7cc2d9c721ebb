using System.Formats.Tar;
using System.Security.Cryptography;

namespace Evolve.Stage.Packing;

/// <summary>Reads a bundle, and takes its parts into a folder, each only when it is whole.</summary>
/// <param name="path">The bundle.</param>
internal sealed class BundleReader(string path)
{
    /// <summary>What the bundle says of itself.</summary>
    /// <exception cref="BundleException">It is no bundle, or its beginning is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<BundleManifest> ReadManifestAsync(CancellationToken cancellationToken)
    {
        await using var tar = new TarReader(File.OpenRead(path));
        return await ReadManifestAsync(tar, cancellationToken);
    }

    /// <summary>Takes the parts that are not there yet, or not whole.</summary>
    /// <returns>How many it took.</returns>
    /// <exception cref="BundleException">The bundle is damaged or cut off; what was whole was taken.</exception>
    public async Task<int> TakeAsync(BundleManifest manifest, string folder, IProgress<BundlePart> progress, CancellationToken cancellationToken)
    {
        var wanted = manifest.Parts.ToDictionary(part => part.Name, StringComparer.Ordinal);
        List<string> damaged = [];
        var taken = 0;
        await using var tar = new TarReader(File.OpenRead(path));
        await ReadManifestAsync(tar, cancellationToken);
        while (wanted.Count > 0)
        {
            if (await NextAsync(tar, cancellationToken) is not { } entry)
            {
                throw CutOff(manifest, [.. manifest.Parts.Select(part => part.Name).Where(wanted.ContainsKey)]);
            }

            if (!wanted.Remove(entry.Name, out var part) || await IsWholeAsync(Path.Combine(folder, part.Name), part, cancellationToken))
            {
                continue;
            }

            if (await TryTakeAsync(entry, part, folder, cancellationToken))
            {
                taken++;
                progress.Report(part);
            }
            else
            {
                damaged.Add(part.Name);
            }
        }

        return damaged.Count == 0 ? taken : throw new BundleException(
            $"{path} is damaged in {string.Join(", ", damaged)}: copy it again and type the same once more; "
            + $"what is whole is kept ({manifest.Parts.Length - damaged.Count} of {manifest.Parts.Length} parts).");
    }

    /// <summary>Whether a file is this part.</summary>
    internal static async Task<bool> IsWholeAsync(string file, BundlePart part, CancellationToken cancellationToken)
    {
        if (!File.Exists(file) || new FileInfo(file).Length != part.Bytes)
        {
            return false;
        }

        await using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == part.Sha256;
    }

    private async Task<BundleManifest> ReadManifestAsync(TarReader tar, CancellationToken cancellationToken)
    {
        if (await NextAsync(tar, cancellationToken) is not { Name: BundleManifest.EntryName, Length: BundleManifest.Bytes, DataStream: { } data })
        {
            throw new BundleException($"{path} is no bundle of Evolve: `./run.sh pack` makes one.");
        }

        var json = new byte[BundleManifest.Bytes];
        try
        {
            await data.ReadExactlyAsync(json, cancellationToken);
            return BundleManifest.Read(json);
        }
        catch (EndOfStreamException exception)
        {
            throw new BundleException($"{path} is cut off at its very beginning: copy it again.", exception);
        }
        catch (BundleException exception)
        {
            throw new BundleException($"{path} {exception.Message}.", exception);
        }
    }

    /// <summary>The next entry; null where the bundle ends, be it too early.</summary>
    private async Task<TarEntry?> NextAsync(TarReader tar, CancellationToken cancellationToken)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancellationToken);
        }
        catch (EndOfStreamException)
        {
            return null;
        }
        catch (Exception exception) when (exception is InvalidDataException or FormatException or ArgumentException or OverflowException)
        {
            throw new BundleException($"{path} is damaged between its parts, or is no bundle of Evolve: copy it again.", exception);
        }
    }

    private static async Task<bool> TryTakeAsync(TarEntry entry, BundlePart part, string folder, CancellationToken cancellationToken)
    {
        if (entry.Length != part.Bytes || entry.DataStream is not { } data)
        {
            return false;
        }

        var target = Path.Combine(folder, part.Name);
        var unfinished = target + ".partial";
        try
        {
            await using (var file = File.Create(unfinished))
            {
                await data.CopyToAsync(file, cancellationToken);
            }
        }
        catch (EndOfStreamException)
        {
            // Cut off within this part: the next entry is missing as well, and that is told.
            return false;
        }

        if (!await IsWholeAsync(unfinished, part, cancellationToken))
        {
            return false;
        }

        File.Move(unfinished, target, overwrite: true);
        return true;
    }

    private BundleException CutOff(BundleManifest manifest, string[] missing) => new(
        $"{path} is cut off: {missing[0]} and what follows is missing. Copy it again and type the same once more; "
        + $"what is whole is kept ({manifest.Parts.Length - missing.Length} of {manifest.Parts.Length} parts).");
}
