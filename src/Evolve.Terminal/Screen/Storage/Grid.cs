namespace Evolve.Terminal.Screen.Storage;

/// <summary>
/// The rows of the screen and the scrollback above them, with the primitives that tmux's grid has; rows are moved by
/// reference. Where a primitive changes a row, the row before it no longer continues there.
/// </summary>
internal sealed class Grid
{
    private GridLine[] _rows;
    private GridLine[] _spare;

    public Grid(TerminalSize size, int scrollbackLimit)
    {
        Columns = size.Columns;
        _rows = NewRows(size.Rows);
        _spare = new GridLine[size.Rows];
        Scrollback = new Scrollback(scrollbackLimit);
        KeepsHistory = scrollbackLimit > 0;
    }

    public int Columns { get; set; }

    public int Rows => _rows.Length;

    public Scrollback Scrollback { get; set; }

    /// <summary>False while the alternate screen is shown.</summary>
    public bool KeepsHistory { get; set; }

    /// <summary>The youngest lines of the scrollback that came there by scrolling; a taller screen takes these back.</summary>
    public int Scrolled { get; set; }

    public GridLine this[int row] => _rows[row];

    public static GridLine[] NewRows(int count)
    {
        var rows = new GridLine[count];
        for (var i = 0; i < count; i++)
        {
            rows[i] = new GridLine();
        }

        return rows;
    }

    public void ReplaceRows(GridLine[] rows)
    {
        _rows = rows;
        _spare = new GridLine[rows.Length];
    }

    public GridLine[] CopyRows()
    {
        var copies = NewRows(Rows);
        for (var row = 0; row < Rows; row++)
        {
            copies[row].CopyFrom(_rows[row]);
        }

        return copies;
    }

    public void ClearLines(int row, int count, ulong erased)
    {
        if (count <= 0)
        {
            return;
        }

        for (var i = row; i < row + count; i++)
        {
            _rows[i].Reset(erased, Columns);
        }

        UnwrapBefore(row);
    }

    public void ClearCells(int column, int row, int count, ulong erased)
    {
        if (count <= 0)
        {
            return;
        }

        if (column == 0 && count == Columns)
        {
            ClearLines(row, 1, erased);
            return;
        }

        var line = _rows[row];
        var existing = Math.Min(Columns, line.Size);
        if (erased == 0)
        {
            if (column > existing)
            {
                return;
            }

            count = Math.Min(count, existing - column);
        }

        line.Expand(column + count, Columns);
        line.Clear(column, count, erased);
    }

    /// <summary>Moves rows and empties those left behind.</summary>
    public void MoveLines(int to, int from, int count, ulong erased)
    {
        if (count <= 0 || to == from)
        {
            return;
        }

        UnwrapBefore(to);
        var freed = 0;
        for (var row = to; row < to + count; row++)
        {
            if (row < from || row >= from + count)
            {
                _spare[freed++] = _rows[row];
            }
        }

        Array.Copy(_rows, from, _rows, to, count);
        for (var row = from; row < from + count; row++)
        {
            if (row < to || row >= to + count)
            {
                _rows[row] = _spare[--freed];
                _rows[row].Reset(erased, Columns);
            }
        }

        if (from < to || from >= to + count)
        {
            UnwrapBefore(from);
        }
    }

    public void ScrollUp(int top, int bottom, ulong erased)
    {
        if (!KeepsHistory)
        {
            MoveLines(top, top + 1, bottom - top, erased);
            return;
        }

        var line = _rows[top];
        Scrollback.Add(line);
        Scrolled = Math.Min(Scrolled + 1, Scrollback.Count);
        Array.Copy(_rows, top + 1, _rows, top, bottom - top);
        line.Reset(erased, Columns);
        _rows[bottom] = line;
    }

    public void ScrollDown(int top, int bottom, ulong erased) => MoveLines(top + 1, top, bottom - top, erased);

    /// <summary>Opens rows inside a region whose last row is <paramref name="bottom"/>.</summary>
    public void InsertLines(int row, int count, int bottom, ulong erased)
    {
        var moved = bottom + 1 - row - count;
        MoveLines(bottom + 1 - moved, row, moved, erased);
        ClearBehind(row + moved, count - moved, erased);
    }

    /// <summary>Removes rows inside a region whose last row is <paramref name="bottom"/>.</summary>
    public void DeleteLines(int row, int count, int bottom, ulong erased)
    {
        var moved = bottom + 1 - row - count;
        MoveLines(row, row + count, moved, erased);
        ClearBehind(row + moved, count - moved, erased);
    }

    /// <summary>Opens rows outside the scroll region: down to the end of the screen.</summary>
    public void InsertLinesToEnd(int row, int count, ulong erased) =>
        MoveLines(row + count, row, Rows - row - count, erased);

    /// <summary>Removes rows outside the scroll region: up from the end of the screen.</summary>
    public void DeleteLinesToEnd(int row, int count, ulong erased)
    {
        MoveLines(row, row + count, Rows - row - count, erased);
        ClearBehind(Rows - count, row + count - (Rows - count), erased);
    }

    public void InsertCells(int column, int row, int count, ulong erased)
    {
        if (column >= Columns - 1)
        {
            ClearCells(column, row, 1, erased);
        }
        else
        {
            _rows[row].Move(column + count, column, Columns - column - count, Columns, erased);
        }
    }

    public void DeleteCells(int column, int row, int count, ulong erased)
    {
        _rows[row].Move(column, column + count, Columns - column - count, Columns, erased);
        ClearCells(Columns - count, row, column + count - (Columns - count), erased);
    }

    /// <summary>Empties the screen by scrolling what is on it away, so that nothing seen is lost.</summary>
    public void ClearIntoHistory(ulong erased)
    {
        var last = Rows;
        while (last > 0 && _rows[last - 1].Used == 0)
        {
            last--;
        }

        if (last == 0)
        {
            ClearLines(0, Rows, erased);
            return;
        }

        for (var i = 0; i < last; i++)
        {
            ScrollUp(0, Rows - 1, erased);
        }

        ClearLines(0, Rows - last, erased);
        Scrolled = 0;
    }

    public void UnwrapBefore(int row)
    {
        if (row > 0)
        {
            _rows[row - 1].IsWrapped = false;
        }
        else
        {
            Scrollback.UnwrapLast();
        }
    }

    /// <summary>A negative count clears nothing, yet tmux then unwraps the row before: so do we.</summary>
    private void ClearBehind(int row, int count, ulong erased)
    {
        if (count < 0)
        {
            UnwrapBefore(row);
        }
        else
        {
            ClearLines(row, count, erased);
        }
    }
}
