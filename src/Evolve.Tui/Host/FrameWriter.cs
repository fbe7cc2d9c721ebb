using System.Text;
using Evolve.Terminal.Screen;
using Evolve.Terminal.Text;
using Attribute = Terminal.Gui.Drawing.Attribute;
using GuiCell = Terminal.Gui.Drawing.Cell;

namespace Evolve.Tui.Host;

/// <summary>
/// Turns the library's screen contents into the bytes of one frame: only what differs from what the terminal shows
/// already, in a single write, inside a synchronised update, so that nothing tears or flickers.
/// </summary>
internal sealed class FrameWriter
{
    private readonly StringBuilder _output = new();
    private Sent[] _sent = [];
    private int _columns;
    private int _rows;
    private FrameCursor _cursor = new(false, 0, 0, CursorShape.Default);
    private Attribute? _attribute;
    private int _x = -1;
    private int _y = -1;

    /// <summary>Forgets what the terminal shows: the next frame is complete.</summary>
    public void Invalidate() => _sent = [];

    /// <summary>The bytes that bring the terminal from the last frame to this one; empty when nothing differs.</summary>
    public byte[] Render(GuiCell[,] contents, FrameCursor cursor)
    {
        _output.Clear();
        _attribute = null;
        _x = _y = -1;
        var (rows, columns) = (contents.GetLength(0), contents.GetLength(1));
        var isComplete = _sent.Length == 0 || rows != _rows || columns != _columns;
        if (isComplete)
        {
            (_rows, _columns) = (rows, columns);
            _sent = new Sent[rows * columns];
            _output.Append("\u001b[0m\u001b[2J");
        }

        for (var row = 0; row < rows; row++)
        {
            RenderRow(contents, row);
        }

        if (_output.Length == 0 && cursor == _cursor)
        {
            return [];
        }

        var hide = _cursor.IsVisible || isComplete ? "\u001b[?25l" : "";
        var frame = $"\u001b[?2026h{hide}{_output}{CursorSequence(cursor)}\u001b[?2026l";
        _cursor = cursor;
        return Encoding.UTF8.GetBytes(frame);
    }

    private void RenderRow(GuiCell[,] contents, int row)
    {
        for (var column = 0; column < _columns; column++)
        {
            var cell = contents[row, column];
            var text = cell.Grapheme;
            var attribute = cell.Attribute ?? default;
            if (string.IsNullOrEmpty(text))
            {
                text = " ";
            }

            var width = text.Length == 1 && text[0] < 0x1100 ? 1 : Math.Max(1, CellWidth.Of(text));
            if (column + width > _columns)
            {
                (text, width) = (" ", 1);
            }

            ref var sent = ref _sent[(row * _columns) + column];
            if (sent.Text != text || sent.Attribute != attribute)
            {
                sent = new Sent(text, attribute);
                Emit(text, width, attribute, row, column);
            }

            if (width == 2)
            {
                // What hides under the right half is unknown to the terminal: it must be written when it comes to light.
                _sent[(row * _columns) + ++column] = default;
            }
        }
    }

    private void Emit(string text, int width, Attribute attribute, int row, int column)
    {
        if (_x != column || _y != row)
        {
            MoveTo(row, column);
        }

        if (_attribute != attribute)
        {
            SgrWriter.Append(_output, attribute);
            _attribute = attribute;
        }

        if (width == 2)
        {
            // A terminal that holds this grapheme to be narrow would leave the old right half on the screen.
            _output.Append("  ");
            MoveTo(row, column);
        }

        _output.Append(text);
        (_x, _y) = (column + width, row);
        if (_x >= _columns || !HasCertainWidth(text))
        {
            _x = -1;
        }
    }

    private void MoveTo(int row, int column) =>
        _output.Append("\u001b[").Append(row + 1).Append(';').Append(column + 1).Append('H');

    /// <summary>True for text on whose width all terminals agree; after any other the cursor is placed anew, so nothing drifts.</summary>
    private static bool HasCertainWidth(string text) =>
        text.Length == 1 && (text[0] < 0x300 || text[0] is >= '\u2500' and < '\u25A0');

    private static string CursorSequence(FrameCursor cursor) =>
        cursor.IsVisible
            ? $"\u001b[{cursor.Row + 1};{cursor.Column + 1}H\u001b[{(int)cursor.Shape} q\u001b[?25h"
            : "";

    private readonly record struct Sent(string? Text, Attribute Attribute);
}
