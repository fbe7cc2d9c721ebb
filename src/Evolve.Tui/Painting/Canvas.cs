using Evolve.Terminal.Screen;
using Evolve.Terminal.Text;
using Evolve.Tui.Drawing;
using Evolve.Tui.Layout;

namespace Evolve.Tui.Painting;

/// <summary>A grid of cells on which a whole frame is put together; what does not fit is cut off.</summary>
public sealed class Canvas
{
    private readonly Cell[] _cells;

    /// <summary>Makes an empty grid.</summary>
    public Canvas(int width, int height, CellStyle fill = default)
    {
        (Width, Height) = (width, height);
        _cells = new Cell[width * height];
        Array.Fill(_cells, new Cell(" ", 1, fill));
    }

    /// <summary>Its columns.</summary>
    public int Width { get; }

    /// <summary>Its rows.</summary>
    public int Height { get; }

    /// <summary>All of it.</summary>
    public Area Bounds => new(0, 0, Width, Height);

    /// <summary>One row's cells.</summary>
    public Span<Cell> Row(int row) => _cells.AsSpan(row * Width, Width);

    /// <summary>Fills an area with blanks.</summary>
    public void Fill(Area area, CellStyle style)
    {
        area = area.Intersect(Bounds);
        for (var row = area.Y; row < area.Bottom; row++)
        {
            CutWide(row, area.X);
            CutWide(row, area.Right);
            Row(row).Slice(area.X, area.Width).Fill(new Cell(" ", 1, style));
        }
    }

    /// <summary>Writes lines from an area's top; the rest of the area stays as it is.</summary>
    public void Write(Area area, IReadOnlyList<StyledLine> lines, int skip = 0)
    {
        ArgumentNullException.ThrowIfNull(lines);
        for (var i = 0; i < area.Height && i + skip < lines.Count; i++)
        {
            Write(area.X, area.Y + i, lines[i + skip], area.Width);
        }
    }

    /// <summary>Writes a line, cut off after <paramref name="width"/> columns; gives the column after it.</summary>
    public int Write(int x, int y, StyledLine line, int width = int.MaxValue)
    {
        var limit = (int)Math.Min((long)x + width, Width);
        foreach (var span in line.Spans)
        {
            x = Write(x, y, span.Text, span.Style, limit);
        }

        return x;
    }

    /// <summary>Writes text up to the column <paramref name="limit"/>; gives the column after it.</summary>
    public int Write(int x, int y, string text, CellStyle style, int limit = int.MaxValue)
    {
        limit = Math.Min(limit, Width);
        if (y < 0 || y >= Height)
        {
            return x;
        }

        foreach (var grapheme in CellWidth.Graphemes(text))
        {
            var width = CellWidth.Of(grapheme);
            if (width == 0)
            {
                continue;
            }

            if (x + width > limit)
            {
                break;
            }

            Put(x, y, new Cell(grapheme, (byte)width, style));
            x += width;
        }

        return x;
    }

    /// <summary>Puts one cell; half of a wide one that it destroys becomes blank.</summary>
    public void Put(int x, int y, Cell cell)
    {
        if (x < 0 || y < 0 || x + Math.Max((byte)1, cell.Width) > Width || y >= Height)
        {
            return;
        }

        CutWide(y, x);
        CutWide(y, x + Math.Max((byte)1, cell.Width));
        var row = Row(y);
        row[x] = cell;
        if (cell.Width == 2)
        {
            row[x + 1] = new Cell("", 0, cell.Style);
        }
    }

    /// <summary>Changes the style of what is in an area.</summary>
    public void Restyle(Area area, Func<CellStyle, CellStyle> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        area = area.Intersect(Bounds);
        for (var y = area.Y; y < area.Bottom; y++)
        {
            foreach (ref var cell in Row(y).Slice(area.X, area.Width))
            {
                cell = cell with { Style = change(cell.Style) };
            }
        }
    }

    /// <summary>The text, trimmed at the right, lines parted by <c>\n</c>.</summary>
    public string ToText() =>
        string.Join('\n', Enumerable.Range(0, Height).Select(row => string.Concat(Row(row).ToArray().Select(cell => cell.Text)).TrimEnd()));

    /// <summary>A wide grapheme across the border before <paramref name="x"/> loses both halves.</summary>
    private void CutWide(int y, int x)
    {
        if (x <= 0 || x >= Width)
        {
            return;
        }

        var row = Row(y);
        if (row[x].Width == 0)
        {
            row[x] = new Cell(" ", 1, row[x].Style);
            row[x - 1] = new Cell(" ", 1, row[x - 1].Style);
        }
    }
}
