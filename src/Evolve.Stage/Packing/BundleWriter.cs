using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Evolve.Stage.Packing;

/// <summary>
/// Writes a bundle: a tar archive of parts, which plain <c>tar</c>, <c>gunzip</c> and <c>docker load</c> understand, too.
/// It has its name only when it is whole.
/// </summary>
internal sealed class BundleWriter : IAsyncDisposable
{
    /// <summary>A header of the old format has always this size, so that the manifest can be filled in at the end.</summary>
    private const int HeaderBytes = 512;

    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _path;
    private readonly int _partBytes;
    private readonly FileStream _file;
    private readonly TarWriter _tar;
    private readonly List<BundlePart> _parts = [];

    private BundleWriter(string path, int partBytes)
    {
        _path = path;
        _partBytes = partBytes;
        _file = new FileStream(Unfinished, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
        _tar = new TarWriter(_file, TarEntryFormat.Ustar, leaveOpen: true);
    }

    private string Unfinished => _path + ".partial";

    /// <summary>Begins a bundle; what an interrupted one has left is written over.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static async Task<BundleWriter> CreateAsync(string path, string script, int partBytes, CancellationToken cancellationToken)
    {
        var writer = new BundleWriter(path, partBytes);
        await writer.WriteAsync(BundleManifest.EntryName, new MemoryStream(Padded("")), cancellationToken);
        await writer.WriteAsync("unpack.sh", new MemoryStream(Encoding.UTF8.GetBytes(script)), cancellationToken);
        return writer;
    }

    /// <summary>Adds an archive, a part after the other.</summary>
    public async Task AddAsync(BundleKind kind, Stream archive, IProgress<BundlePart> progress, CancellationToken cancellationToken)
    {
        var raw = new byte[_partBytes];
        for (var number = 0; ; number++)
        {
            var count = await archive.ReadAtLeastAsync(raw, raw.Length, throwOnEndOfStream: false, cancellationToken);
            if (count == 0)
            {
                return;
            }

            using var packed = new MemoryStream();
            await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                await gzip.WriteAsync(raw.AsMemory(0, count), cancellationToken);
            }

            packed.Position = 0;
            var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(packed, cancellationToken));
            var part = new BundlePart(BundlePart.NameOf(kind, number), packed.Length, count, sum);
            packed.Position = 0;
            await WriteAsync(part.Name, packed, cancellationToken);
            _parts.Add(part);
            progress.Report(part);
        }
    }

    /// <summary>Writes down what is in it, and gives it its name.</summary>
    /// <exception cref="BundleException">There is more in it than a bundle can hold.</exception>
    public async Task<BundleManifest> FinishAsync(BundleManifest manifest, CancellationToken cancellationToken)
    {
        var whole = manifest with { Parts = [.. _parts] };
        await _tar.DisposeAsync();
        _file.Position = HeaderBytes;
        await _file.WriteAsync(Padded(whole.ToJson()), cancellationToken);
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        File.Move(Unfinished, _path, overwrite: true);
        return whole;
    }

    /// <summary>Removes what is not finished.</summary>
    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        File.Delete(Unfinished);
    }

    private async Task WriteAsync(string name, Stream data, CancellationToken cancellationToken) =>
        await _tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = data, Mode = Readable }, cancellationToken);

    private static byte[] Padded(string json)
    {
        var bytes = new byte[BundleManifest.Bytes];
        bytes.AsSpan().Fill((byte)' ');
        return Encoding.UTF8.GetByteCount(json) <= bytes.Length
            ? [.. Encoding.UTF8.GetBytes(json), .. bytes.AsSpan(Encoding.UTF8.GetByteCount(json))]
            : throw new BundleException("This is more than one bundle holds: its list of parts is too long.");
    }
}
