namespace Evolve.Lamp.Traffic;

/// <summary>Whole numbers from 1 on, nearly all of them without a gap: a bit each.</summary>
internal sealed class NumberSet
{
    private readonly List<ulong> _words;

    internal NumberSet()
        : this([])
    {
    }

    private NumberSet(List<ulong> words) => _words = words;

    /// <summary>How many there are.</summary>
    internal long Count { get; private set; }

    /// <summary>Adds a number; false when it was there.</summary>
    internal bool Add(long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        var (word, bit) = ((int)(number / 64), 1UL << (int)(number % 64));
        while (_words.Count <= word)
        {
            _words.Add(0);
        }

        if ((_words[word] & bit) != 0)
        {
            return false;
        }

        _words[word] |= bit;
        Count++;
        return true;
    }

    /// <summary>The numbers above <paramref name="after"/> and below <paramref name="end"/>, in order.</summary>
    internal IEnumerable<long> Between(long after, long end)
    {
        var last = Math.Min(end, (long)_words.Count * 64);
        for (var number = after + 1; number < last; number++)
        {
            var word = _words[(int)(number / 64)];
            if (word == 0)
            {
                number |= 63;
            }
            else if ((word & (1UL << (int)(number % 64))) != 0)
            {
                yield return number;
            }
        }
    }

    /// <summary>The set as it is now.</summary>
    internal NumberSet Copy() => new([.. _words]) { Count = Count };
}
