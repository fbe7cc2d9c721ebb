using Evolve.Terminal.Input;
using Evolve.Terminal.Screen;
using Evolve.Terminal.Text;
using Evolve.Tui.Editing;
using Evolve.Tui.Host;
using Evolve.Tui.Layout;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Boxes;

/// <summary>
/// A step's text to be changed and run. A clicker's keys do nothing here: neither may a text be lost by accident nor a
/// half-written command run.
/// </summary>
internal sealed class EditBox(IDesk desk, string stepId, string text, Action<string> run) : IBox
{
    private readonly TextEditor _editor = new(text);
    private int _top;
    private int _left;

    public FrameCursor Draw(Canvas canvas)
    {
        var theme = desk.Theme;
        var longest = _editor.Lines.Max(line => CellWidth.Measure(line));
        var frame = canvas.Bounds.Inset(2, 1).Center(Math.Max(64, longest + 7), Math.Max(8, _editor.Lines.Count + 5));
        Frame(canvas, frame, theme);
        var body = new Area(frame.X + 3, frame.Y + 2, frame.Width - 6, frame.Height - 5);
        var line = _editor.Lines[_editor.Row];
        var column = CellWidth.Measure(line.AsSpan(0, _editor.Column));
        _top = Math.Clamp(_top, _editor.Row - body.Height + 1, _editor.Row);
        _left = Math.Clamp(_left, Math.Max(0, column - body.Width + 1), column);
        for (var i = 0; i < body.Height && _top + i < _editor.Lines.Count; i++)
        {
            WriteLine(canvas, body, i, _editor.Lines[_top + i], theme);
        }

        return new FrameCursor(true, body.X + column - _left, body.Y + _editor.Row - _top, CursorShape.BlinkingBar);
    }

    public void Press(KeyPress key)
    {
        switch (key)
        {
            case { Key: TerminalKey.Escape }:
                desk.Close(this);
                break;
            case { Key: TerminalKey.F5 } or { Key: TerminalKey.Character, Rune.Value: 'r', Modifiers: KeyModifiers.Control }
                or { Key: TerminalKey.Enter, Modifiers: KeyModifiers.Alt }:
                desk.Close(this);
                run(_editor.Text);
                break;
            case { Key: TerminalKey.PageDown or TerminalKey.PageUp }:
                break;
            default:
                _editor.Press(key);
                break;
        }
    }

    public void Paste(string text) => _editor.Insert(text);

    public void Point(MouseInput mouse)
    {
    }

    private void Frame(Canvas canvas, Area frame, Theme theme)
    {
        var border = theme.On(Role.BorderFocused, Surface.Overlay);
        canvas.Fill(frame, theme.Fill(Surface.Overlay));
        var (corner, line, side) = theme.Symbols.IsUnicode ? ("╭╮╰╯", "─", "│") : ("++++", "-", "|");
        for (var x = frame.X + 1; x < frame.Right - 1; x++)
        {
            canvas.Write(x, frame.Y, line, border);
            canvas.Write(x, frame.Bottom - 1, line, border);
        }

        for (var y = frame.Y + 1; y < frame.Bottom - 1; y++)
        {
            canvas.Write(frame.X, y, side, border);
            canvas.Write(frame.Right - 1, y, side, border);
        }

        canvas.Write(frame.X, frame.Y, corner[..1], border);
        canvas.Write(frame.Right - 1, frame.Y, corner[1..2], border);
        canvas.Write(frame.X, frame.Bottom - 1, corner[2..3], border);
        canvas.Write(frame.Right - 1, frame.Bottom - 1, corner[3..], border);
        canvas.Write(frame.X + 2, frame.Y, $" Edit {stepId} ", theme.On(Role.Strong, Surface.Overlay), frame.Right - 2);
        var x2 = frame.X + 3;
        foreach (var (key, what) in new[] { ("Ctrl-R", " run it   "), ("Esc", " leave it as it was") })
        {
            x2 = canvas.Write(x2, frame.Bottom - 2, key, theme.On(Role.Key, Surface.Overlay), frame.Right - 2);
            x2 = canvas.Write(x2, frame.Bottom - 2, what, theme.On(Role.Muted, Surface.Overlay), frame.Right - 2);
        }
    }

    private void WriteLine(Canvas canvas, Area body, int row, string line, Theme theme)
    {
        var x = body.X - _left;
        foreach (var grapheme in CellWidth.Graphemes(line))
        {
            var width = CellWidth.Of(grapheme);
            if (x >= body.X && x + width <= body.Right && width > 0)
            {
                canvas.Put(x, body.Y + row, new Cell(grapheme, (byte)width, theme.Fill(Surface.Overlay)));
            }

            x += width;
        }
    }
}
