using Evolve.Terminal.Screen.Storage;

namespace Evolve.Terminal.Screen.Emulation;

/// <content>The alternate screen and changes of size.</content>
internal sealed partial class Display
{
    private GridLine[]? _savedRows;
    private int _savedColumns;
    private bool _savedKeepsHistory;
    private (int X, int Y)? _savedCursor;
    private ulong _savedStyle;

    public bool IsAlternate => _savedRows is not null;

    /// <summary>Shows an empty screen without scrollback; the other one is kept.</summary>
    public void EnterAlternate(ulong style, bool saveCursor)
    {
        if (_savedRows is not null)
        {
            return;
        }

        _savedRows = Grid.CopyRows();
        _savedColumns = Columns;
        if (saveCursor)
        {
            _savedCursor = (X, Y);
        }

        _savedStyle = style;
        Grid.ClearLines(0, Rows, 0);
        _savedKeepsHistory = Grid.KeepsHistory;
        Grid.KeepsHistory = false;
        Modes = Modes with { AlternateScreen = true };
    }

    /// <summary>Shows the kept screen again, wrapped for the size of today.</summary>
    public void LeaveAlternate(ref ulong style, bool restoreCursor)
    {
        var size = new TerminalSize(Columns, Rows);
        if (_savedRows is not null)
        {
            Resize(new TerminalSize(_savedColumns, _savedRows.Length), reflow: true);
        }

        if (restoreCursor && _savedCursor is { } cursor)
        {
            (X, Y) = cursor;
            style = _savedStyle;
        }

        if (_savedRows is not null)
        {
            Grid.ReplaceRows(_savedRows);
            _savedRows = null;
            Grid.KeepsHistory = _savedKeepsHistory;
            Resize(size, reflow: true);
            Modes = Modes with { AlternateScreen = false };
        }

        X = Math.Min(X, Columns - 1);
        Y = Math.Min(Y, Rows - 1);
    }

    public void Resize(TerminalSize size) => Resize(size, reflow: _savedRows is null);

    private void Resize(TerminalSize size, bool reflow)
    {
        var line = Grid.Scrollback.Count + Y;
        reflow &= size.Columns != Columns;
        if (size.Columns != Columns)
        {
            Grid.Columns = size.Columns;
            ResetTabs();
        }

        if (size.Rows != Rows)
        {
            line -= ResizeRows(size.Rows);
        }

        if (reflow)
        {
            var place = LogicalPosition(X, line);
            Reflow.Run(Grid);
            (X, line) = PhysicalPosition(place);
        }

        var history = Grid.Scrollback.Count;
        (X, Y) = line >= history ? (X, Math.Min(line - history, Rows - 1)) : (0, 0);
    }

    /// <summary>
    /// Fewer rows: those below the cursor go first, then the top ones scroll away. More rows: what had scrolled away
    /// comes back, then empty ones follow. Returns how many rows above the cursor were dropped for good.
    /// </summary>
    private int ResizeRows(int count)
    {
        var rows = new List<GridLine>(Enumerable.Range(0, Rows).Select(row => Grid[row]));
        var dropped = 0;
        if (count < rows.Count)
        {
            var below = Math.Min(rows.Count - 1 - Y, rows.Count - count);
            if (below > 0)
            {
                rows.RemoveRange(rows.Count - below, below);
                rows[^1].IsWrapped = false;
            }

            var above = rows.Count - count;
            if (Grid.KeepsHistory)
            {
                foreach (var row in rows.Take(above))
                {
                    Grid.Scrollback.AddBeyondLimit(row);
                }

                Grid.Scrolled += above;
            }
            else if (above > 0)
            {
                dropped = above;
                rows[^1].IsWrapped = false;
                Grid.Scrollback.UnwrapLast();
            }

            rows.RemoveRange(0, above);
        }
        else
        {
            var back = Grid.KeepsHistory ? Math.Min(Grid.Scrolled, count - rows.Count) : 0;
            for (var i = 0; i < back; i++)
            {
                var row = new GridLine();
                Grid.Scrollback.TakeLast(row, Columns);
                rows.Insert(0, row);
            }

            Grid.Scrolled -= back;
            rows.AddRange(Grid.NewRows(count - rows.Count));
        }

        Grid.ReplaceRows([.. rows]);
        Top = 0;
        Bottom = Rows - 1;
        return dropped;
    }

    /// <summary>A place as a line of text, whatever the width, and an offset in it; null beyond its end.</summary>
    private (int Line, int? Offset) LogicalPosition(int x, int line)
    {
        var logical = 0;
        var offset = 0;
        for (var i = 0; i < line; i++)
        {
            if (IsWrapped(i))
            {
                offset += Used(i);
            }
            else
            {
                offset = 0;
                logical++;
            }
        }

        return (logical, x >= Used(line) ? null : offset + x);
    }

    private (int X, int Line) PhysicalPosition((int Line, int? Offset) place)
    {
        var last = Grid.Scrollback.Count + Rows - 1;
        var line = 0;
        for (var logical = 0; line < last && logical < place.Line; line++)
        {
            logical += IsWrapped(line) ? 0 : 1;
        }

        if (place.Offset is not { } offset)
        {
            while (line < last && IsWrapped(line))
            {
                line++;
            }

            return (Used(line), line);
        }

        while (line < last && IsWrapped(line) && offset >= Used(line))
        {
            offset -= Used(line);
            line++;
        }

        return (offset, line);
    }

    private bool IsWrapped(int line) =>
        line < Grid.Scrollback.Count
            ? Grid.Scrollback.IsWrappedAt(line)
            : Grid[line - Grid.Scrollback.Count].IsWrapped;

    private int Used(int line) =>
        line < Grid.Scrollback.Count ? Grid.Scrollback.UsedAt(line) : Grid[line - Grid.Scrollback.Count].Used;
}
