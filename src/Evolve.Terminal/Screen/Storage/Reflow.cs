namespace Evolve.Terminal.Screen.Storage;

/// <summary>
/// Wraps every line anew at another width, line by line from the oldest, with the result that tmux 3.3a has: lines too
/// long are split, and a wrapped line takes as much of the following ones as fits.
/// </summary>
internal sealed class Reflow
{
    private readonly Grid _grid;
    private readonly int _columns;
    private readonly Scrollback _target;
    private readonly int _total;
    private GridLine? _last;
    private GridLine? _next;
    private int _read;
    private int _written;
    private int _scrolled;

    private Reflow(Grid grid)
    {
        _grid = grid;
        _columns = grid.Columns;
        _target = new Scrollback(grid.Scrollback.Limit, grid.Scrollback.Dropped);
        _total = grid.Scrollback.Count + grid.Rows;
        _scrolled = grid.Scrolled;
    }

    /// <summary>Wraps the grid's lines at its <see cref="Grid.Columns"/>.</summary>
    public static void Run(Grid grid) => new Reflow(grid).Run();

    private void Run()
    {
        while (Peek() is { } line)
        {
            var position = _read;
            Advance();
            var (width, at) = Measure(line);
            if (width > _columns)
            {
                Split(line, at, position);
            }
            else
            {
                Emit(line);
                if (width < _columns && line.IsWrapped)
                {
                    Join(line, width);
                }
            }
        }

        while (_written < _grid.Rows)
        {
            Emit(new GridLine());
        }

        Flush();
        var rows = Grid.NewRows(_grid.Rows);
        for (var row = rows.Length - 1; row >= 0; row--)
        {
            _target.TakeLast(rows[row], _columns);
        }

        _grid.ReplaceRows(rows);
        _grid.Scrollback = _target;
        _grid.Scrolled = Math.Min(_scrolled, _target.Count);
    }

    private (int Width, int At) Measure(GridLine line)
    {
        if (!line.HasWide)
        {
            return (line.Used, Math.Min(line.Used, _columns));
        }

        var width = 0;
        var at = 0;
        for (var column = 0; column < line.Used; column++)
        {
            var own = Glyph.Width(line.Glyphs[column]);
            if (at == 0 && width + own > _columns)
            {
                at = column;
            }

            width += own;
        }

        return (width, at);
    }

    private void Split(GridLine line, int at, int position)
    {
        var continues = line.IsWrapped;
        var used = line.Used;
        var first = new GridLine();
        for (var column = 0; column < at; column++)
        {
            first.Append(line, column, at);
        }

        first.Size = first.Used;
        first.IsWrapped = true;
        Emit(first);
        var lines = 2;
        var width = 0;
        var part = new GridLine();
        for (var column = at; column < used; column++)
        {
            var own = Glyph.Width(line.Glyphs[column]);
            if (width + own > _columns)
            {
                part.IsWrapped = true;
                Emit(part);
                part = new GridLine();
                lines++;
                width = 0;
            }

            width += own;
            part.Append(line, column, _columns);
        }

        part.IsWrapped = continues;
        Emit(part);
        if (position <= _scrolled)
        {
            _scrolled += lines - 1;
        }

        if (width < _columns && continues)
        {
            Join(part, width);
        }
    }

    /// <summary>Fills the last line written from the following ones.</summary>
    private void Join(GridLine line, int width)
    {
        var to = _written - 1;
        var continues = true;
        var consumed = 0;
        var left = 0;
        while (Peek() is { } next)
        {
            continues &= next.IsWrapped;
            if (next.Used == 0)
            {
                if (!continues)
                {
                    break;
                }

                consumed++;
                Advance();
                continue;
            }

            var taken = 0;
            while (taken < next.Used && width + Glyph.Width(next.Glyphs[taken]) <= _columns)
            {
                width += Glyph.Width(next.Glyphs[taken]);
                line.Append(next, taken, _columns);
                taken++;
            }

            if (taken == 0)
            {
                break;
            }

            left = next.Used - taken;
            if (left > 0)
            {
                next.Move(0, taken, left, next.Size, 0);
                next.Size = next.Used = left;
                break;
            }

            consumed++;
            Advance();
            if (!continues || width == _columns)
            {
                break;
            }
        }

        if (consumed == 0 && left == 0)
        {
            return;
        }

        if (left == 0 && !continues)
        {
            line.IsWrapped = false;
        }

        _scrolled = _scrolled > to + consumed ? _scrolled - consumed : Math.Min(_scrolled, to);
    }

    private GridLine? Peek()
    {
        if (_next is null && _read < _total)
        {
            _next = new GridLine();
            var history = _grid.Scrollback;
            if (_read < history.Count)
            {
                history.Read(_read, _next, _columns);
            }
            else
            {
                _next.CopyFrom(_grid[_read - history.Count]);
            }
        }

        return _next;
    }

    private void Advance()
    {
        _next = null;
        _read++;
    }

    private void Emit(GridLine line)
    {
        Flush();
        _last = line;
        _written++;
    }

    private void Flush()
    {
        if (_last is not null)
        {
            _target.AddBeyondLimit(_last);
            _last = null;
        }
    }
}
