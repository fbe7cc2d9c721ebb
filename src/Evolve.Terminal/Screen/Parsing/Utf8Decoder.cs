using System.Buffers;
using System.Text;

namespace Evolve.Terminal.Screen.Parsing;

/// <summary>
/// Puts characters together from bytes that may come one at a time. A wrong sequence is left out whole, as by tmux: a
/// lead byte takes as many bytes as it announces.
/// </summary>
internal sealed class Utf8Decoder
{
    private readonly byte[] _bytes = new byte[4];
    private int _have;
    private int _size;

    /// <summary>Forgets an unfinished character.</summary>
    public void Reset() => _have = 0;

    /// <summary>Takes a byte of 0x80 or more; true when it completes a character.</summary>
    public bool TryAdd(byte value, out Rune rune)
    {
        rune = default;
        if (_have == 0)
        {
            _size = value switch { >= 0xC2 and <= 0xDF => 2, >= 0xE0 and <= 0xEF => 3, >= 0xF0 and <= 0xF4 => 4, _ => 0 };
            if (_size > 0)
            {
                _bytes[_have++] = value;
            }

            return false;
        }

        _bytes[_have++] = value;
        if (_have < _size)
        {
            return false;
        }

        _have = 0;
        return Rune.DecodeFromUtf8(_bytes.AsSpan(0, _size), out rune, out var consumed) == OperationStatus.Done
            && consumed == _size
            && !Rune.IsControl(rune);
    }
}
