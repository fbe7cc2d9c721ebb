using System.Text;
using Evolve.Terminal.Screen.Storage;

namespace Evolve.Terminal.Screen.Reading;

/// <summary>
/// Reads rows of the screen and of the scrollback as cells and text. Halves of wide characters that lost the other half
/// are shown as spaces, so that what is drawn always has the width it claims.
/// </summary>
internal sealed class RowReader(Grid grid)
{
    private const int CacheSize = 512;
    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];
    private readonly (uint Glyph, string Text)[] _texts = new (uint, string)[CacheSize];
    private readonly GridLine _decoded = new();
    private (Scrollback? Source, long Version, int Index) _decodedFrom;

    public int FirstRow => -grid.Scrollback.Count;

    public int LastRow => grid.Rows - 1;

    public int Columns => grid.Columns;

    public Cell GetCell(int row, int column) => CellAt(LineAt(row), column);

    public void Copy(int row, Span<Cell> destination)
    {
        var line = LineAt(row);
        for (var column = 0; column < destination.Length; column++)
        {
            destination[column] = CellAt(line, column);
        }
    }

    public bool IsWrapped(int row) => LineAt(row) is { IsWrapped: true };

    public string GetText(int row)
    {
        var text = new StringBuilder();
        Append(row, 0, Columns - 1, text);
        return text.ToString().TrimEnd(' ');
    }

    /// <summary>Adds the text of some columns; the cells beyond the last written one are left out.</summary>
    public void Append(int row, int first, int last, StringBuilder text)
    {
        if (LineAt(row) is { } line)
        {
            for (var column = Math.Max(0, first); column <= Math.Min(last, Math.Min(line.Used, Columns) - 1); column++)
            {
                text.Append(CellAt(line, column).Text);
            }
        }
    }

    /// <summary>The stored line of a row, valid until another is asked for; null where there is none.</summary>
    public GridLine? LineAt(int row)
    {
        if (row >= 0)
        {
            return row < grid.Rows ? grid[row] : null;
        }

        var scrollback = grid.Scrollback;
        var index = scrollback.Count + row;
        if (index < 0)
        {
            return null;
        }

        if (_decodedFrom != (scrollback, scrollback.Version, index))
        {
            scrollback.Read(index, _decoded, Columns);
            _decodedFrom = (scrollback, scrollback.Version, index);
        }

        return _decoded;
    }

    private Cell CellAt(GridLine? line, int column)
    {
        if (line is null || column < 0 || column >= Columns)
        {
            return new Cell(" ", 1, default);
        }

        var glyph = line.GlyphAt(column);
        var isRightHalf = Glyph.IsPadding(glyph);
        if (isRightHalf && column > 0 && Glyph.IsWide(line.GlyphAt(column - 1)))
        {
            return new Cell("", 0, PackedStyle.Unpack(line.StyleAt(column - 1)));
        }

        var style = PackedStyle.Unpack(line.StyleAt(column));
        var isWide = Glyph.IsWide(glyph);
        var isTorn = isRightHalf || (isWide && (column + 1 >= Columns || !Glyph.IsPadding(line.GlyphAt(column + 1))));
        return isTorn ? new Cell(" ", 1, style) : new Cell(TextOf(line, glyph), (byte)(isWide ? 2 : 1), style);
    }

    private string TextOf(GridLine line, uint glyph)
    {
        if (glyph < 0x80)
        {
            return glyph == Glyph.Cleared ? " " : Ascii[glyph];
        }

        if (Glyph.IsCluster(glyph))
        {
            return line.TextOf(glyph);
        }

        ref var cached = ref _texts[(glyph ^ (glyph >> 9)) % CacheSize];
        if (cached.Glyph != glyph || cached.Text is null)
        {
            cached = (glyph, line.TextOf(glyph));
        }

        return cached.Text;
    }
}
