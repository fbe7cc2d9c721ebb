namespace Evolve.Player.Running;

/// <summary>Keeps the last bytes of a program's output, to look for something in them afterwards; bounded, and cheap while output comes.</summary>
internal sealed class OutputTail
{
    /// <summary>1 MiB: more than an expected word is ever away from the end, less than anybody notices.</summary>
    internal const int DefaultLimit = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly int _limit;
    private byte[] _ring;
    private int _start;
    private int _count;
    private bool _lostSome;

    internal OutputTail(int limit = DefaultLimit)
    {
        _limit = limit;
        _ring = new byte[Math.Min(4096, limit)];
    }

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (bytes.Length > _limit)
            {
                bytes = bytes[^_limit..];
                _lostSome = true;
            }

            Grow(bytes.Length);
            var tooMany = _count + bytes.Length - _ring.Length;
            if (tooMany > 0)
            {
                _start = (_start + tooMany) % _ring.Length;
                _count -= tooMany;
                _lostSome = true;
            }

            var end = (_start + _count) % _ring.Length;
            var first = Math.Min(bytes.Length, _ring.Length - end);
            bytes[..first].CopyTo(_ring.AsSpan(end));
            bytes[first..].CopyTo(_ring);
            _count += bytes.Length;
        }
    }

    /// <summary>The output without control sequences; when its beginning is lost, from the first whole line on.</summary>
    internal string ToText()
    {
        byte[] bytes;
        bool lostSome;
        lock (_lock)
        {
            bytes = new byte[_count];
            var first = Math.Min(_count, _ring.Length - _start);
            _ring.AsSpan(_start, first).CopyTo(bytes);
            _ring.AsSpan(0, _count - first).CopyTo(bytes.AsSpan(first));
            lostSome = _lostSome;
        }

        var from = lostSome ? Array.IndexOf(bytes, (byte)'\n') + 1 : 0;
        return PlainText.Of(bytes.AsSpan(from));
    }

    /// <summary>The last lines that are not empty, at most so many.</summary>
    internal string[] LastLines(int count) =>
        [.. ToText().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).TakeLast(count)];

    private void Grow(int more)
    {
        var wanted = Math.Min(_limit, _count + more);
        if (wanted <= _ring.Length)
        {
            return;
        }

        var larger = new byte[Math.Min(_limit, Math.Max(wanted, _ring.Length * 4))];
        var first = Math.Min(_count, _ring.Length - _start);
        _ring.AsSpan(_start, first).CopyTo(larger);
        _ring.AsSpan(0, _count - first).CopyTo(larger.AsSpan(first));
        _ring = larger;
        _start = 0;
    }
}
