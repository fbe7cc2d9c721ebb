using System.Collections.Immutable;
using Evolve.Player.Panes;
using Evolve.Player.Secrets;
using Evolve.Terminal.Input;
using Evolve.Terminal.Screen;
using Evolve.Tui.Host;
using Evolve.Tui.Layout;
using Evolve.Tui.Painting;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Panes;

/// <summary>Looking around in a pane: a cursor of its own, a search, a mark to copy. Rows count as the screen's do; negative ones are scrolled away.</summary>
internal sealed class PaneLook
{
    private readonly Pane _pane;
    private readonly Func<LineMask> _secrets;
    private int _scrollback;
    private long _scrolled;
    private int _height;
    private int _width;
    private int _row;
    private int _column;
    private (int Row, int Column)? _anchor;
    private ImmutableArray<SearchHit> _hits = [];
    private string? _prompt;

    public PaneLook(Pane pane, VtScreen screen, Func<LineMask> secrets)
    {
        (_pane, _secrets) = (pane, secrets);
        (_scrollback, _scrolled, _height, _width) = (screen.ScrollbackCount, screen.ScrolledLines, screen.Size.Rows, screen.Size.Columns);
        (_row, _column) = (screen.Cursor.Row, screen.Cursor.Column);
    }

    /// <summary>The row at the top of what is shown; 0 shows the youngest lines.</summary>
    public int Top { get; private set; }

    /// <summary>True while something is marked.</summary>
    public bool IsMarking => _anchor is not null;

    /// <summary>How far the view is from the youngest lines, in lines.</summary>
    public int Distance => -Top;

    /// <summary>What the title says of it.</summary>
    public string InWords => (_prompt, Query, Top) switch
    {
        ({ } prompt, _, _) => $"/{prompt}_",
        (_, { Length: > 0 }, _) => $"/{Query}: {(_hits.IsEmpty ? "nothing found" : $"{_hits.Length} {(_hits.Length == 1 ? "place" : "places")}")}",
        (_, _, 0) => "looking around",
        _ => $"{Distance} lines back",
    };

    /// <summary>What was searched last.</summary>
    public string Query { get; private set; } = "";

    /// <summary>Keeps its place while output goes on above it.</summary>
    public void Follow(VtScreen screen)
    {
        // Counted by what has scrolled away, not by what is kept: a full scrollback keeps the same number of lines.
        var moved = (int)(screen.ScrolledLines - _scrolled);
        var isWrappedAnew = screen.Size.Columns != _width;
        (_scrollback, _scrolled, _height, _width) = (screen.ScrollbackCount, screen.ScrolledLines, screen.Size.Rows, screen.Size.Columns);
        if (isWrappedAnew)
        {
            // Every place has moved by a distance of its own.
            _anchor = null;
            _hits = Find(screen);
        }
        else if (moved != 0)
        {
            Top = Top == 0 ? 0 : Top - moved;
            _row -= moved;
            _anchor = _anchor is { } anchor ? (Math.Max(anchor.Row - moved, -_scrollback), anchor.Column) : null;
            _hits = [.. _hits.Select(hit => hit with { Row = hit.Row - moved }).Where(hit => hit.Row >= -_scrollback)];
        }

        Top = Math.Clamp(Top, -_scrollback, 0);
        _row = Math.Clamp(_row, -_scrollback, _height - 1);
        _column = Math.Clamp(_column, 0, _width - 1);
    }

    /// <summary>Moves the view; true when the youngest lines are reached.</summary>
    public bool Scroll(int lines)
    {
        Top = Math.Clamp(Top + lines, -_scrollback, 0);
        _row = Math.Clamp(_row, Top, Top + _height - 1);
        return Top == 0;
    }

    /// <summary>Asks what to search.</summary>
    public void AskQuery() => _prompt = "";

    /// <summary>Takes a key; false when looking around is over.</summary>
    public bool Press(KeyPress key, Action<string> copy)
    {
        if (_prompt is not null)
        {
            PressInPrompt(key);
            return true;
        }

        switch (key)
        {
            case { Key: TerminalKey.Escape } or { Key: TerminalKey.Character, Rune.Value: 'q', Modifiers: 0 }:
                return false;
            case { Key: TerminalKey.Enter } or { Key: TerminalKey.Character, Rune.Value: 'y' }:
                if (IsMarking)
                {
                    copy(MarkedText());
                }

                return false;
            case { Key: TerminalKey.Character, Rune.Value: ' ' or 'v' }:
                _anchor = IsMarking ? null : (_row, _column);
                break;
            case { Key: TerminalKey.Character }:
                PressCharacter(key);
                break;
            default:
                PressNamed(key);
                break;
        }

        Show();
        return true;
    }

    /// <summary>Marks what the mouse was drawn over; places are those of the view.</summary>
    public void MarkBetween((int Column, int Row) start, (int Column, int Row) end)
    {
        _anchor ??= (Top + start.Row, start.Column);
        (_row, _column) = (Top + end.Row, end.Column);
    }

    /// <summary>Marks nothing.</summary>
    public void ClearMark() => _anchor = null;

    /// <summary>What is marked.</summary>
    public string MarkedText()
    {
        return _pane.Read(screen =>
        {
            // What was marked may have moved since it was drawn.
            Follow(screen);
            var (first, last) = Marked();
            return ScreenMask.CopyText(_secrets(), screen, first, last);
        });
    }

    /// <summary>Where its cursor is on the screen.</summary>
    public FrameCursor Cursor(Area body) =>
        _row >= Top && _row < Top + body.Height
            ? new FrameCursor(true, body.X + _column, body.Y + _row - Top, CursorShape.Block)
            : FrameCursor.Hidden;

    /// <summary>Shows the mark and what was found.</summary>
    public void Mark(Canvas canvas, Area body, Theme theme)
    {
        var hit = theme.Badge(Role.Key);
        foreach (var found in _hits.Where(found => found.Row >= Top && found.Row < Top + body.Height))
        {
            var area = new Area(body.X + found.Column, body.Y + found.Row - Top, found.Length, 1).Intersect(body);
            canvas.Restyle(area, _ => hit);
        }

        if (!IsMarking)
        {
            return;
        }

        var (first, last) = Marked();
        var selected = theme.Fill(Surface.Selected);
        for (var row = Math.Max(first.Row, Top); row <= Math.Min(last.Row, Top + body.Height - 1); row++)
        {
            var from = row == first.Row ? first.Column : 0;
            var to = row == last.Row ? last.Column : body.Width - 1;
            canvas.Restyle(
                new Area(body.X + from, body.Y + row - Top, to - from + 1, 1).Intersect(body),
                style => theme.IsMonochrome
                    ? style with { Attributes = style.Attributes ^ CellAttributes.Inverse }
                    : style with { Background = selected.Background });
        }
    }

    private void PressInPrompt(KeyPress key)
    {
        switch (key)
        {
            case { Key: TerminalKey.Escape }:
                _prompt = null;
                break;
            case { Key: TerminalKey.Enter }:
                Query = _prompt!;
                _prompt = null;
                _hits = _pane.Read(screen =>
                {
                    Follow(screen);
                    return Find(screen);
                });
                GoToHit(older: true);
                break;
            case { Key: TerminalKey.Backspace }:
                _prompt = _prompt!.Length > 0 ? _prompt[..^1] : _prompt;
                break;
            case { Key: TerminalKey.Character, Modifiers: 0 or KeyModifiers.Shift }:
                _prompt += key.Rune;
                break;
        }
    }

    private void PressCharacter(KeyPress key)
    {
        var half = Math.Max(1, _height / 2);
        switch ((char)key.Rune.Value)
        {
            case '/':
                AskQuery();
                break;
            case 'n':
                GoToHit(older: true);
                break;
            case 'N':
                GoToHit(older: false);
                break;
            case 'g':
                _row = -_scrollback;
                break;
            case 'G':
                _row = _height - 1;
                break;
            case 'u' or 'b' when key.Modifiers == KeyModifiers.Control:
                _row -= half;
                break;
            case 'd' or 'f' when key.Modifiers == KeyModifiers.Control:
                _row += half;
                break;
            case 'k':
                _row--;
                break;
            case 'j':
                _row++;
                break;
            case 'h':
                _column--;
                break;
            case 'l':
                _column++;
                break;
        }
    }

    private void PressNamed(KeyPress key)
    {
        switch (key.Key)
        {
            case TerminalKey.Up:
                _row--;
                break;
            case TerminalKey.Down:
                _row++;
                break;
            case TerminalKey.Left:
                _column--;
                break;
            case TerminalKey.Right:
                _column++;
                break;
            case TerminalKey.Home:
                _column = 0;
                break;
            case TerminalKey.End:
                _column = _width - 1;
                break;
            case TerminalKey.PageUp:
                _row -= _height - 1;
                break;
            case TerminalKey.PageDown:
                _row += _height - 1;
                break;
        }
    }

    private ImmutableArray<SearchHit> Find(VtScreen screen) => [.. screen.Search(Query)];

    private void GoToHit(bool older)
    {
        var ordered = older
            ? _hits.Reverse().Where(hit => (hit.Row, hit.Column).CompareTo((_row, _column)) < 0).Concat(_hits.Reverse())
            : _hits.Where(hit => (hit.Row, hit.Column).CompareTo((_row, _column)) > 0).Concat(_hits);
        if (_hits.Length > 0)
        {
            var hit = ordered.First();
            (_row, _column) = (hit.Row, hit.Column);
            Show();
        }
    }

    /// <summary>Brings the cursor into range and into view.</summary>
    private void Show()
    {
        _row = Math.Clamp(_row, -_scrollback, _height - 1);
        _column = Math.Clamp(_column, 0, _width - 1);
        Top = Math.Clamp(Math.Clamp(Top, _row - _height + 1, _row), -_scrollback, 0);
    }

    private ((int Row, int Column) First, (int Row, int Column) Last) Marked()
    {
        var (one, other) = (_anchor ?? (_row, _column), (_row, _column));
        return one.CompareTo(other) <= 0 ? (one, other) : (other, one);
    }
}
