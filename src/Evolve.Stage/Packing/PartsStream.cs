using System.IO.Compression;

namespace Evolve.Stage.Packing;

/// <summary>The archive that parts are the pieces of, read one after the other; none gives more than it says that it holds.</summary>
/// <param name="folder">The folder of the parts.</param>
/// <param name="parts">The parts in order.</param>
internal sealed class PartsStream(string folder, IReadOnlyList<BundlePart> parts) : Stream
{
    private GZipStream? _open;
    private int _next;
    private long _left;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (_open is null)
            {
                if (_next == parts.Count)
                {
                    return 0;
                }

                _left = parts[_next].RawBytes;
                _open = new GZipStream(File.OpenRead(Path.Combine(folder, parts[_next++].Name)), CompressionMode.Decompress);
            }

            int count;
            try
            {
                count = await _open.ReadAsync(buffer, cancellationToken);
            }
            catch (InvalidDataException exception)
            {
                throw Wrong(exception);
            }

            _left -= count;
            if (_left < 0 || (count == 0 && _left > 0))
            {
                throw Wrong();
            }

            if (count > 0)
            {
                return count;
            }

            await _open.DisposeAsync();
            _open = null;
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _open?.Dispose();
        base.Dispose(disposing);
    }

    private BundleException Wrong(Exception? exception = null) =>
        new($"does not hold in {parts[_next - 1].Name} what it says", exception!);
}
