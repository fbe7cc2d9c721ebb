using System.Text;
using Evolve.Terminal.Text;

namespace Evolve.Terminal.Screen.Storage;

/// <summary>
/// One line of cells, kept as two arrays so that runs of text and of styles are written and compared by vector
/// instructions. What lies beyond <see cref="Size"/> is cleared in the default style, whatever the arrays hold there.
/// </summary>
internal sealed class GridLine
{
    private List<string>? _clusters;

    /// <summary>Glyphs by column.</summary>
    public uint[] Glyphs { get; private set; } = [];

    /// <summary>Packed styles by column.</summary>
    public ulong[] Styles { get; private set; } = [];

    /// <summary>Cells that exist.</summary>
    public int Size { get; set; }

    /// <summary>Cells up to the last one that was written; this is what is wrapped anew at another width.</summary>
    public int Used { get; set; }

    /// <summary>The text continues on the next line.</summary>
    public bool IsWrapped { get; set; }

    /// <summary>There may be wide characters, so halves of them must be looked for.</summary>
    public bool HasWide { get; private set; }

    public void Reset()
    {
        Size = 0;
        Used = 0;
        IsWrapped = false;
        HasWide = false;
        _clusters?.Clear();
    }

    /// <summary>An empty line; a background other than the default takes the whole width.</summary>
    public void Reset(ulong erased, int columns)
    {
        Reset();
        if (erased != 0)
        {
            Expand(columns, columns, erased);
        }
    }

    /// <summary>Makes cells exist up to a column; grows in the steps of tmux, since a cell's existence shows.</summary>
    public void Expand(int size, int columns, ulong erased = 0)
    {
        if (size <= Size)
        {
            return;
        }

        size = size < columns / 4 ? columns / 4 : size < columns / 2 ? columns / 2 : Math.Max(size, columns);
        if (size > Glyphs.Length)
        {
            var glyphs = Glyphs;
            var styles = Styles;
            Array.Resize(ref glyphs, size);
            Array.Resize(ref styles, size);
            Glyphs = glyphs;
            Styles = styles;
        }

        Clear(Size, size - Size, erased);
        Size = size;
    }

    public void Clear(int column, int count, ulong erased)
    {
        Glyphs.AsSpan(column, count).Clear();
        Styles.AsSpan(column, count).Fill(erased);
    }

    public uint GlyphAt(int column) => column < Size ? Glyphs[column] : Glyph.Cleared;

    public ulong StyleAt(int column) => column < Size ? Styles[column] : 0;

    public void Set(int column, uint glyph, ulong style, int columns)
    {
        Expand(column + 1, columns);
        Used = Math.Max(Used, column + 1);
        Glyphs[column] = glyph;
        Styles[column] = style;
        HasWide |= Glyph.IsWide(glyph) || Glyph.IsPadding(glyph);
    }

    /// <summary>Writes a default space, as tmux does over the rest of a torn wide character.</summary>
    public void SetBlank(int column, int columns) => Set(column, ' ', 0, columns);

    /// <summary>Moves cells within the line and clears those left behind.</summary>
    public void Move(int to, int from, int count, int columns, ulong erased)
    {
        if (count <= 0 || to == from)
        {
            return;
        }

        Expand(from + count, columns);
        Expand(to + count, columns);
        Glyphs.AsSpan(from, count).CopyTo(Glyphs.AsSpan(to));
        Styles.AsSpan(from, count).CopyTo(Styles.AsSpan(to));
        Used = Math.Max(Used, to + count);
        if (to > from)
        {
            Clear(from, Math.Min(count, to - from), erased);
        }
        else
        {
            var first = Math.Max(from, to + count);
            Clear(first, from + count - first, erased);
        }
    }

    /// <summary>Puts a character of no width onto a cell; false when the cell is full.</summary>
    public bool TryCombine(int column, Rune rune, int columns)
    {
        var glyph = GlyphAt(column);
        var text = TextOf(glyph) + rune;
        if (Encoding.UTF8.GetByteCount(text) > CellWidth.MaxClusterBytes)
        {
            return false;
        }

        Set(column, AddCluster(text, Glyph.IsWide(glyph)), StyleAt(column), columns);
        return true;
    }

    public uint AddCluster(string text, bool isWide)
    {
        _clusters ??= [];
        if (_clusters.Count > 2 * Glyphs.Length + 16)
        {
            DropUnusedClusters();
        }

        _clusters.Add(text);
        return Glyph.OfCluster(_clusters.Count - 1, isWide);
    }

    /// <summary>The text of one of this line's glyphs: a space when cleared, empty for padding.</summary>
    public string TextOf(uint glyph) =>
        glyph == Glyph.Cleared ? " "
        : Glyph.IsPadding(glyph) ? ""
        : Glyph.IsCluster(glyph) ? _clusters![Glyph.Value(glyph)]
        : Glyph.Rune(glyph).ToString();

    /// <summary>Makes this line the same as another, which may have been of another width.</summary>
    public void CopyFrom(GridLine other)
    {
        Reset();
        if (Glyphs.Length < other.Size)
        {
            Glyphs = new uint[other.Size];
            Styles = new ulong[other.Size];
        }

        other.Glyphs.AsSpan(0, other.Size).CopyTo(Glyphs);
        other.Styles.AsSpan(0, other.Size).CopyTo(Styles);
        Size = other.Size;
        Used = other.Used;
        IsWrapped = other.IsWrapped;
        HasWide = other.HasWide;
        if (other._clusters is { Count: > 0 } clusters)
        {
            _clusters = [.. clusters];
        }
    }

    /// <summary>Adds a cell of another line at the end of what is used; for wrapping anew.</summary>
    public void Append(GridLine from, int column, int columns)
    {
        var glyph = from.Glyphs[column];
        if (Glyph.IsCluster(glyph))
        {
            glyph = AddCluster(from.TextOf(glyph), Glyph.IsWide(glyph));
        }

        Set(Used, glyph, from.Styles[column], columns);
    }

    private void DropUnusedClusters()
    {
        var kept = new List<string>();
        for (var column = 0; column < Size; column++)
        {
            if (Glyph.IsCluster(Glyphs[column]))
            {
                kept.Add(_clusters![Glyph.Value(Glyphs[column])]);
                Glyphs[column] = Glyph.OfCluster(kept.Count - 1, Glyph.IsWide(Glyphs[column]));
            }
        }

        _clusters = kept;
    }
}
