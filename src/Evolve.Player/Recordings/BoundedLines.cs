namespace Evolve.Player.Recordings;

/// <summary>Reads a stream line by line through one buffer that never grows beyond a line's limit.</summary>
internal sealed class BoundedLines(Stream stream, string path) : IDisposable
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The number of the line that was read last, from 1.</summary>
    internal int Number { get; private set; }

    /// <summary>The next line without its end; it is valid until the next call. False at the end of the stream.</summary>
    /// <exception cref="CastException">The line is too long, or the file cannot be read.</exception>
    internal bool TryRead(out ReadOnlyMemory<byte> line)
    {
        var looked = _start;
        while (true)
        {
            var found = _buffer.AsSpan(looked, _end - looked).IndexOf((byte)'\n');
            if (found >= 0 || (_isAtEnd && _end > _start))
            {
                var end = found >= 0 ? looked + found : _end;
                line = _buffer.AsMemory(_start, end - _start);
                _start = Math.Min(end + 1, _end);
                Number++;
                return true;
            }

            if (_isAtEnd)
            {
                line = default;
                return false;
            }

            looked = _end - _start;
            Fill();
        }
    }

    public void Dispose() => stream.Dispose();

    private void Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= CastLimits.LineBytes)
            {
                throw new CastException($"{path}:{Number + 1}: this line is longer than {CastLimits.LineBytes / 1024} KiB, so it is not of a recording that can be played.");
            }

            Array.Resize(ref _buffer, Math.Min(CastLimits.LineBytes, _buffer.Length * 4));
        }

        try
        {
            var count = stream.Read(_buffer, _end, _buffer.Length - _end);
            _isAtEnd = count == 0;
            _end += count;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CastException($"{path}:{Number + 1}: it cannot be read: {exception.Message}", exception);
        }
    }
}
