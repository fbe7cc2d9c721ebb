using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Evolve.Bench.Tests;

/// <summary>Layers, as engines save them.</summary>
public sealed class SizeSpecs
{
    private static readonly byte[] Zeros = new byte[100_000];
    private static readonly byte[] Noise = RandomNumberGenerator.GetBytes(50_000);

    [Fact]
    public async Task Layers_come_in_the_manifests_order_with_both_sizes()
    {
        using var saved = await SaveAsync(
            ("b/layer.tar", Noise), ("a/layer.tar", Zeros), ("config.json", "{}"u8.ToArray()),
            ("manifest.json", """[{"Config":"config.json","Layers":["a/layer.tar","b/layer.tar"]}]"""u8.ToArray()));
        var sizes = await ImageLayer.SizesAsync(saved);
        Assert.Equal([Zeros.Length, Noise.Length], sizes.Select(size => size.Unpacked));
        Assert.InRange(sizes[0].Packed, 50, 1_000);
        Assert.InRange(sizes[1].Packed, Noise.Length, Noise.Length + 1_000);
    }

    [Fact]
    public async Task A_layer_that_is_there_twice_is_saved_once_and_counts_twice()
    {
        using var saved = await SaveAsync(
            ("a/layer.tar", Noise), ("b/layer.tar", null), ("manifest.json", """[{"Layers":["a/layer.tar","b/layer.tar"]}]"""u8.ToArray()));
        Assert.Equal([Noise.Length, Noise.Length], (await ImageLayer.SizesAsync(saved)).Select(size => size.Unpacked));
    }

    [Fact]
    public async Task A_layer_that_is_saved_packed_is_not_packed_again()
    {
        using var packed = new MemoryStream();
        await using (var pack = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await pack.WriteAsync(Zeros);
        }

        using var saved = await SaveAsync(("blobs/sha256/a", packed.ToArray()), ("manifest.json", """[{"Layers":["blobs/sha256/a"]}]"""u8.ToArray()));
        Assert.Equal([(Zeros.Length, packed.Length)], await ImageLayer.SizesAsync(saved));
    }

    /// <summary>Without content it is a link to the first layer.</summary>
    private static async Task<MemoryStream> SaveAsync(params (string Name, byte[]? Content)[] files)
    {
        var saved = new MemoryStream();
        await using (var tar = new TarWriter(saved, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                await tar.WriteEntryAsync(content is null
                    ? new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = "../a/layer.tar" }
                    : new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        saved.Position = 0;
        return saved;
    }
}
