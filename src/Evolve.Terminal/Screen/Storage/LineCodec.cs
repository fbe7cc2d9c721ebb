using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Evolve.Terminal.Screen.Storage;

/// <summary>
/// Writes a line in few bytes for the scrollback: runs of cells of one style, each a style (8 bytes), a count (2), a
/// kind (1) and the glyphs: one byte each for ASCII, four for other characters, length and UTF-8 for clusters.
/// </summary>
internal sealed class LineCodec
{
    private const int HeaderLength = 11;
    private const byte AsciiRun = 0;
    private const byte GlyphRun = 1;
    private const byte ClusterRun = 2;
    private byte[] _buffer = new byte[1024];
    private int _length;

    /// <summary>The line's cells in few bytes, valid until the next call; cleared cells at the end are left out.</summary>
    public ReadOnlySpan<byte> Encode(GridLine line)
    {
        _length = 0;
        var size = line.Size;
        while (size > 0 && line.Glyphs[size - 1] == Glyph.Cleared && line.Styles[size - 1] == 0)
        {
            size--;
        }

        var column = 0;
        while (column < size)
        {
            var style = line.Styles[column];
            var same = line.Styles.AsSpan(column, size - column).IndexOfAnyExcept(style);
            var end = same < 0 ? size : column + same;
            while (column < end)
            {
                column += EncodeRun(line, column, Math.Min(end - column, ushort.MaxValue), style);
            }
        }

        return _buffer.AsSpan(0, _length);
    }

    /// <summary>Fills an empty line with what <see cref="Encode"/> made.</summary>
    public static void Decode(ReadOnlySpan<byte> bytes, GridLine line, int columns)
    {
        var column = 0;
        while (!bytes.IsEmpty)
        {
            var style = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]);
            var kind = bytes[10];
            bytes = bytes[HeaderLength..];
            line.Expand(column + count, columns);
            for (var i = 0; i < count; i++)
            {
                var glyph = kind switch
                {
                    AsciiRun => Take(ref bytes),
                    GlyphRun => TakeGlyph(ref bytes),
                    _ => TakeCluster(ref bytes, line),
                };
                line.Set(column++, glyph, style, columns);
            }
        }
    }

    private int EncodeRun(GridLine line, int column, int count, ulong style)
    {
        var glyphs = line.Glyphs.AsSpan(column, count);
        var others = glyphs.IndexOfAnyExceptInRange(0u, 0x7Fu);
        if (others != 0)
        {
            count = others < 0 ? count : others;
            Header(style, count, AsciiRun, count);
            Narrow(glyphs[..count], _buffer.AsSpan(_length, count));
            _length += count;
            return count;
        }

        var isCluster = Glyph.IsCluster(glyphs[0]);
        count = 1;
        while (count < glyphs.Length && glyphs[count] > 0x7F && Glyph.IsCluster(glyphs[count]) == isCluster)
        {
            count++;
        }

        Header(style, count, isCluster ? ClusterRun : GlyphRun, count * (isCluster ? 64 : 4));
        foreach (var glyph in glyphs[..count])
        {
            if (isCluster)
            {
                var length = Encoding.UTF8.GetBytes(line.TextOf(glyph), _buffer.AsSpan(_length + 1));
                _buffer[_length] = (byte)(length | (Glyph.IsWide(glyph) ? 0x80 : 0));
                _length += 1 + length;
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_length), glyph);
                _length += 4;
            }
        }

        return count;
    }

    private void Header(ulong style, int count, byte kind, int payload)
    {
        if (_buffer.Length < _length + HeaderLength + payload)
        {
            Array.Resize(ref _buffer, 2 * (_length + HeaderLength + payload));
        }

        BinaryPrimitives.WriteUInt64LittleEndian(_buffer.AsSpan(_length), style);
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(_length + 8), (ushort)count);
        _buffer[_length + 10] = kind;
        _length += HeaderLength;
    }

    private static void Narrow(ReadOnlySpan<uint> glyphs, Span<byte> bytes)
    {
        var i = 0;
        ref var from = ref MemoryMarshal.GetReference(glyphs);
        ref var to = ref MemoryMarshal.GetReference(bytes);
        for (; i <= glyphs.Length - 16; i += 16)
        {
            var low = Vector128.Narrow(Vector128.LoadUnsafe(ref from, (nuint)i), Vector128.LoadUnsafe(ref from, (nuint)i + 4));
            var high = Vector128.Narrow(Vector128.LoadUnsafe(ref from, (nuint)i + 8), Vector128.LoadUnsafe(ref from, (nuint)i + 12));
            Vector128.Narrow(low, high).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < glyphs.Length; i++)
        {
            Unsafe.Add(ref to, i) = (byte)glyphs[i];
        }
    }

    private static uint Take(ref ReadOnlySpan<byte> bytes)
    {
        var value = bytes[0];
        bytes = bytes[1..];
        return value;
    }

    private static uint TakeGlyph(ref ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        bytes = bytes[4..];
        return value;
    }

    private static uint TakeCluster(ref ReadOnlySpan<byte> bytes, GridLine line)
    {
        var length = bytes[0] & 0x7F;
        var glyph = line.AddCluster(Encoding.UTF8.GetString(bytes.Slice(1, length)), (bytes[0] & 0x80) != 0);
        bytes = bytes[(1 + length)..];
        return glyph;
    }
}
