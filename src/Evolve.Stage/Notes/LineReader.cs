using System.Net.Sockets;

namespace Evolve.Stage.Notes;

/// <summary>Reads lines from a socket, none longer than a limit.</summary>
internal sealed class LineReader(Socket socket, int longest)
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>The next line without its end; null when the other side has ended.</summary>
    /// <exception cref="LineTooLongException">The line is longer than the limit.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    internal async Task<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        var looked = _start;
        while (true)
        {
            var end = _buffer.AsSpan(looked, _end - looked).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = _buffer.AsMemory(_start, looked + end - _start);
                _start = looked + end + 1;
                return line;
            }

            if (_end - _start > longest)
            {
                throw new LineTooLongException();
            }

            looked = _end - _start;
            MakeRoom();
            var count = await socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
            if (count == 0)
            {
                return null;
            }

            _end += count;
        }
    }

    private void MakeRoom()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}

/// <summary>A line is longer than it may be.</summary>
internal sealed class LineTooLongException : Exception;
