using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Evolve.Bench;

/// <summary>One layer of an image.</summary>
/// <param name="Id">The digest of its content, by which images share it.</param>
/// <param name="Unpacked">Its bytes.</param>
/// <param name="Packed">Its bytes as they are shipped, with gzip.</param>
internal sealed record ImageLayer(string Id, long Unpacked, long Packed)
{
    /// <summary>The layers of an image in the engine, the lowest first.</summary>
    public static async Task<IReadOnlyList<ImageLayer>> ReadAsync(string image)
    {
        var ids = (await Tool.RunAsync("docker", "image", "inspect", "--format", "{{range .RootFS.Layers}}{{println .}}{{end}}", image)).Split('\n');
        using var save = Tool.Start("docker", "save", image);
        var sizes = await SizesAsync(save.StandardOutput.BaseStream);
        await Tool.EndAsync(save, mayFail: false);
        return [.. ids.Zip(sizes, (id, size) => new ImageLayer(id, size.Unpacked, size.Packed))];
    }

    /// <summary>What <c>docker save</c> writes of one image: its layers' sizes, in the order of its manifest.</summary>
    public static async Task<IReadOnlyList<(long Unpacked, long Packed)>> SizesAsync(Stream saved)
    {
        var sizes = new Dictionary<string, (long, long)>();
        var links = new Dictionary<string, string>();
        string[] layers = [];
        await using var tar = new TarReader(saved, leaveOpen: true);
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            if (entry.EntryType == TarEntryType.SymbolicLink)
            {
                // One layer that an image has twice, as in ../ID/layer.tar.
                links[entry.Name] = entry.LinkName.Replace("../", "", StringComparison.Ordinal);
            }
            else if (entry.DataStream is { } data)
            {
                var bytes = new byte[entry.Length];
                await data.ReadExactlyAsync(bytes);
                sizes[entry.Name] = Measure(bytes);
                if (entry.Name == "manifest.json")
                {
                    using var manifest = JsonDocument.Parse(bytes);
                    layers = [.. manifest.RootElement[0].GetProperty("Layers").EnumerateArray().Select(layer => layer.GetString()!)];
                }
            }
        }

        return [.. layers.Select(layer => sizes[links.GetValueOrDefault(layer, layer)])];
    }

    /// <summary>Engines save layers as they are, or as they ship them.</summary>
    private static (long Unpacked, long Packed) Measure(byte[] bytes)
    {
        using var result = new MemoryStream();
        if (bytes is [0x1f, 0x8b, ..])
        {
            using var unpack = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            unpack.CopyTo(result);
            return (result.Length, bytes.Length);
        }

        using (var pack = new GZipStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            pack.Write(bytes);
        }

        return (bytes.Length, result.Length);
    }
}
