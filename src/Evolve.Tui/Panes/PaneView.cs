using Evolve.Player.Panes;
using Evolve.Player.Secrets;
using Evolve.Terminal;
using Evolve.Terminal.Input;
using Evolve.Terminal.Screen;
using Evolve.Tui.Host;
using Evolve.Tui.Layout;
using Evolve.Tui.Painting;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Panes;

/// <summary>A pane on the screen: draws it, gives it keys and mouse, and looks around in what it has scrolled away.</summary>
internal sealed class PaneView(Pane pane, Func<LineMask> secrets)
{
    /// <summary>Lines that one turn of the wheel moves.</summary>
    private const int WheelLines = 3;

    private static readonly string s_hidden = LineMask.Hidden.ToString();
    private Cell[] _row = [];
    private Area _body;
    private long _seen = -1;
    private (int Column, int Row)? _pressedAt;

    /// <summary>The pane.</summary>
    public Pane Pane => pane;

    /// <summary>The looking around, while it lasts.</summary>
    public PaneLook? Look { get; private set; }

    /// <summary>True when something has changed since it was on the screen.</summary>
    public bool HasNews => pane.Version > Math.Max(0, _seen);

    /// <summary>Draws the pane's screen; gives where its cursor is when the program shows one.</summary>
    public FrameCursor Draw(Canvas canvas, Area body, Theme theme)
    {
        _body = body;
        _seen = pane.Version;
        var cursor = pane.Read(screen => Copy(screen, canvas, body, theme));
        Look?.Mark(canvas, body, theme);
        return Look is null ? cursor : Look.Cursor(body);
    }

    /// <summary>Gives the pane the size of its place.</summary>
    public void Fit(Area body)
    {
        if (!body.IsEmpty)
        {
            pane.Resize(new TerminalSize(body.Width, body.Height));
        }
    }

    /// <summary>Sends a key to the program.</summary>
    public void Send(KeyPress key)
    {
        Look = null;
        pane.Write(KeyEncoder.Encode(key, Modes()));
    }

    /// <summary>Sends pasted text to the program.</summary>
    public void Paste(string text)
    {
        Look = null;
        pane.Write(PasteEncoder.Encode(text, Modes()));
    }

    /// <summary>Tells the program of the focus, if it wants to know.</summary>
    public void TellFocus(bool hasFocus) => pane.Write(FocusEncoder.Encode(hasFocus, Modes()));

    /// <summary>Begins to look around, or goes on.</summary>
    public PaneLook LookAround() => Look ??= pane.Read(screen => new PaneLook(pane, screen, secrets));

    /// <summary>Back to the youngest lines.</summary>
    public void StopLooking() => Look = null;

    /// <summary>Moves through what was scrolled away; negative is older. Arriving at the youngest lines ends it.</summary>
    public void Scroll(int lines)
    {
        if (Look is null && lines > 0)
        {
            return;
        }

        if (LookAround().Scroll(lines) && !Look!.IsMarking)
        {
            Look = null;
        }
    }

    /// <summary>Takes the mouse over the body: a program that asked for it gets it, else it marks and scrolls.</summary>
    /// <param name="mouse">What was done, by the whole screen.</param>
    /// <param name="hasFocus">Whether the pane has the keys; without, nothing reaches the program.</param>
    /// <param name="copy">Takes what was marked.</param>
    public void Point(MouseInput mouse, bool hasFocus, Action<string> copy)
    {
        var modes = Modes();
        var (column, row) = (Math.Clamp(mouse.Column - _body.X, 0, _body.Width - 1), Math.Clamp(mouse.Row - _body.Y, 0, _body.Height - 1));
        var wantsMouse = hasFocus && Look is null && modes.MouseTracking != MouseTracking.None && !mouse.Modifiers.HasFlag(KeyModifiers.Shift);
        if (wantsMouse)
        {
            pane.Write(MouseEncoder.Encode(mouse with { Column = column, Row = row }, modes));
            return;
        }

        switch (mouse)
        {
            case { Button: MouseButton.WheelUp or MouseButton.WheelDown } when hasFocus && modes.AlternateScreen:
                // A full-screen program without mouse: the wheel moves its cursor, as in other terminals.
                var key = mouse.Button == MouseButton.WheelUp ? TerminalKey.Up : TerminalKey.Down;
                for (var i = 0; i < WheelLines; i++)
                {
                    Send(KeyPress.Of(key));
                }

                break;
            case { Button: MouseButton.WheelUp }:
                Scroll(-WheelLines);
                break;
            case { Button: MouseButton.WheelDown }:
                Scroll(WheelLines);
                break;
            case { Button: MouseButton.Left, Action: MouseAction.Press }:
                _pressedAt = (column, row);
                Look?.ClearMark();
                break;
            case { Button: MouseButton.Left, Action: MouseAction.Move } when _pressedAt is { } start && start != (column, row):
                LookAround().MarkBetween(start, (column, row));
                break;
            case { Action: MouseAction.Release } when _pressedAt is not null:
                _pressedAt = null;
                if (Look is { IsMarking: true } look)
                {
                    copy(look.MarkedText());
                }

                break;
        }
    }

    private ScreenModes Modes() => pane.Read(screen => screen.Modes);

    private FrameCursor Copy(VtScreen screen, Canvas canvas, Area body, Theme theme)
    {
        Look?.Follow(screen);
        if (_row.Length != body.Width)
        {
            _row = new Cell[body.Width];
        }

        var top = Look?.Top ?? 0;
        var hidden = ScreenMask.Find(secrets(), screen, top, body.Height);
        CellStyle last = default, adapted = theme.Adapt(default);
        for (var i = 0; i < body.Height; i++)
        {
            if (top + i >= screen.Size.Rows)
            {
                break;
            }

            screen.CopyRow(top + i, _row);
            var row = canvas.Row(body.Y + i).Slice(body.X, body.Width);
            for (var x = 0; x < row.Length; x++)
            {
                if (_row[x].Style != last)
                {
                    (last, adapted) = (_row[x].Style, theme.Adapt(_row[x].Style));
                }

                row[x] = hidden is not null && x < screen.Size.Columns && hidden[(i * screen.Size.Columns) + x] ? new Cell(s_hidden, 1, adapted)
                    : _row[x].Width == 2 && x + 1 == row.Length ? new Cell(" ", 1, adapted)
                    : _row[x] with { Style = adapted };
            }
        }

        var cursor = screen.Cursor;
        return cursor.IsVisible && cursor.Column < body.Width && cursor.Row < body.Height
            ? new FrameCursor(true, body.X + cursor.Column, body.Y + cursor.Row, cursor.Shape)
            : FrameCursor.Hidden;
    }
}
