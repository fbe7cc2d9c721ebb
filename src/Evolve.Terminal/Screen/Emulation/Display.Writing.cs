using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using Evolve.Terminal.Screen.Storage;
using Evolve.Terminal.Text;

namespace Evolve.Terminal.Screen.Emulation;

/// <content>Writing text, in whole runs where it is plain ASCII.</content>
internal sealed partial class Display
{
    private bool _isJoining;

    /// <summary>True when ASCII may be written in runs: nothing has to be moved or refused.</summary>
    public bool CanWriteRuns => Modes is { AutoWrap: true, Insert: false };

    /// <summary>Writes printable ASCII.</summary>
    public void WriteRun(ReadOnlySpan<byte> text, ulong style)
    {
        while (!text.IsEmpty)
        {
            if (X > Columns - 1)
            {
                LineFeed(wrapped: true, erased: 0);
                X = 0;
            }

            var count = Math.Min(text.Length, Columns - X);
            var line = Grid[Y];
            if (line.HasWide && X > 0)
            {
                ClearTornBefore(line);
            }

            line.Expand(X + count, Columns);
            Widen(text[..count], line.Glyphs.AsSpan(X, count));
            line.Styles.AsSpan(X, count).Fill(style);
            X += count;
            line.Used = Math.Max(line.Used, X);
            if (line.HasWide)
            {
                ClearPaddingFrom(line, X);
            }

            text = text[count..];
        }
    }

    /// <summary>Writes one character of any width, or joins it to the one before.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="style">Its packed style.</param>
    /// <param name="isTranslated">It came through the line drawing set, so that even a space is not the default cell.</param>
    public void Write(Rune rune, ulong style, bool isTranslated = false)
    {
        if (rune.Value == CellWidth.ZeroWidthJoiner)
        {
            _isJoining = true;
            return;
        }

        var width = CellWidth.Of(rune);
        if (width == 0 || _isJoining)
        {
            if (_isJoining)
            {
                Combine(new Rune(CellWidth.ZeroWidthJoiner));
                _isJoining = false;
            }

            Combine(rune);
            return;
        }

        WriteCell(Glyph.Of(rune.Value, width), width, style, isTranslated);
    }

    private void WriteCell(uint glyph, int width, ulong style, bool isTranslated)
    {
        var wraps = Modes.AutoWrap;
        if (!wraps && width > 1 && (width > Columns || (X != Columns && X > Columns - width)))
        {
            return;
        }

        if (Modes.Insert)
        {
            Grid.InsertCells(X, Y, width, 0);
        }

        if (wraps && X > Columns - width)
        {
            LineFeed(wrapped: true, erased: 0);
            X = 0;
        }

        if (X > Columns - width)
        {
            return;
        }

        var line = Grid[Y];
        var changed = Modes.Insert || isTranslated;
        if (line.HasWide)
        {
            changed |= ClearTornAt(line, width);
        }

        if (width == 2)
        {
            line.Set(X + 1, Glyph.Padding, 0, Columns);
            changed = true;
        }

        // A default space beyond the line's cells is no change to tmux, so the line does not become longer by it.
        if (changed || X < line.Size || glyph != ' ' || style != 0)
        {
            line.Set(X, glyph, style, Columns);
        }

        var last = wraps ? 0 : 1;
        X = X <= Columns - last - width ? X + width : Columns - last;
    }

    /// <summary>Joins a character to the cell before the cursor.</summary>
    private void Combine(Rune rune)
    {
        var line = Grid[Y];
        for (var column = Math.Min(X, Columns) - 1; column >= 0; column--)
        {
            if (!Glyph.IsPadding(line.GlyphAt(column)))
            {
                line.TryCombine(column, rune, Columns);
                return;
            }
        }
    }

    /// <summary>Before a run: clears the wide character whose right half the run begins on.</summary>
    private void ClearTornBefore(GridLine line)
    {
        var column = X;
        var glyph = Glyph.Cleared;
        for (; column > 0; column--)
        {
            glyph = line.GlyphAt(column);
            if (!Glyph.IsPadding(glyph))
            {
                break;
            }

            line.SetBlank(column, Columns);
        }

        if (Glyph.IsWide(glyph))
        {
            line.SetBlank(column, Columns);
        }
    }

    /// <summary>Before a character: clears the wide ones that it covers by half.</summary>
    private bool ClearTornAt(GridLine line, int width)
    {
        var glyph = line.GlyphAt(X);
        var changed = false;
        if (Glyph.IsPadding(glyph))
        {
            var column = X;
            for (; column > 0 && Glyph.IsPadding(line.GlyphAt(column)); column--)
            {
                line.SetBlank(column, Columns);
            }

            line.SetBlank(column, Columns);
            changed = true;
        }

        return ((width != 1 || Glyph.Width(glyph) != 1) && ClearPaddingFrom(line, X + width)) || changed;
    }

    private bool ClearPaddingFrom(GridLine line, int column)
    {
        var changed = false;
        for (; column < Columns && Glyph.IsPadding(line.GlyphAt(column)); column++)
        {
            line.SetBlank(column, Columns);
            changed = true;
        }

        return changed;
    }

    private static void Widen(ReadOnlySpan<byte> bytes, Span<uint> glyphs)
    {
        var i = 0;
        ref var from = ref MemoryMarshal.GetReference(bytes);
        ref var to = ref MemoryMarshal.GetReference(glyphs);
        for (; i <= bytes.Length - 16; i += 16)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref from, (nuint)i));
            var (first, second) = Vector128.Widen(low);
            var (third, fourth) = Vector128.Widen(high);
            first.StoreUnsafe(ref to, (nuint)i);
            second.StoreUnsafe(ref to, (nuint)i + 4);
            third.StoreUnsafe(ref to, (nuint)i + 8);
            fourth.StoreUnsafe(ref to, (nuint)i + 12);
        }

        for (; i < bytes.Length; i++)
        {
            Unsafe.Add(ref to, i) = bytes[i];
        }
    }
}
