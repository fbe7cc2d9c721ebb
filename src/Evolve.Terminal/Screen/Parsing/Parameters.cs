namespace Evolve.Terminal.Screen.Parsing;

/// <summary>
/// The parameters of one control sequence. Limits and oddities are those of tmux 3.3a: 63 bytes, 23 parameters, a
/// number beyond 31 bits makes the sequence void, a parameter with colons is text of its own.
/// </summary>
internal sealed class Parameters
{
    private const int MaxBytes = 63;
    private const int MaxCount = 23;
    private const int Missing = -1;
    private const int HasColons = -2;
    private readonly byte[] _bytes = new byte[MaxBytes];
    private readonly int[] _values = new int[MaxCount];
    private readonly (int Start, int Length)[] _places = new (int, int)[MaxCount];
    private int _length;

    /// <summary>How many there are, missing ones between semicolons included.</summary>
    public int Count { get; private set; }

    public void Clear()
    {
        _length = 0;
        Count = 0;
    }

    /// <summary>Adds a byte; false when there is no room for it.</summary>
    public bool TryAdd(byte value)
    {
        if (_length == MaxBytes)
        {
            return false;
        }

        _bytes[_length++] = value;
        return true;
    }

    /// <summary>Splits the bytes into parameters; false when the sequence is void.</summary>
    public bool TrySplit()
    {
        Count = 0;
        if (_length == 0)
        {
            return true;
        }

        var start = 0;
        for (var i = 0; i <= _length; i++)
        {
            if (i < _length && _bytes[i] != ';')
            {
                continue;
            }

            if (Count == MaxCount || !TryRead(_bytes.AsSpan(start, i - start), out _values[Count]))
            {
                return false;
            }

            _places[Count++] = (start, i - start);
            start = i + 1;
        }

        return true;
    }

    /// <summary>A number, no less than <paramref name="minimum"/>; null for a parameter with colons.</summary>
    public int? Get(int index, int minimum, int missing) =>
        index >= Count || _values[index] == Missing ? missing
        : _values[index] == HasColons ? null
        : Math.Max(_values[index], minimum);

    /// <summary>A number, or null when it is missing or has colons.</summary>
    public int? Find(int index) => index < Count && _values[index] >= 0 ? _values[index] : null;

    public bool IsColonText(int index) => _values[index] == HasColons;

    /// <summary>The numbers between colons; a missing one is -1. False when one is too large or there are too many.</summary>
    public bool TryReadColons(int index, Span<int> numbers, out int count)
    {
        numbers.Fill(-1);
        count = 0;
        var (start, length) = _places[index];
        var from = start;
        for (var i = start; i <= start + length; i++)
        {
            if (i < start + length && _bytes[i] != ':')
            {
                continue;
            }

            if (!TryRead(_bytes.AsSpan(from, i - from), out numbers[count]) || ++count == numbers.Length)
            {
                return false;
            }

            from = i + 1;
        }

        return true;
    }

    private static bool TryRead(ReadOnlySpan<byte> digits, out int value)
    {
        value = Missing;
        if (digits.IsEmpty)
        {
            return true;
        }

        if (digits.Contains((byte)':'))
        {
            value = HasColons;
            return true;
        }

        var number = 0L;
        foreach (var digit in digits)
        {
            number = (number * 10) + (digit - '0');
            if (number > int.MaxValue)
            {
                return false;
            }
        }

        value = (int)number;
        return true;
    }
}
