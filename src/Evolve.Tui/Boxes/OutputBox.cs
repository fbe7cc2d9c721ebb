using System.Collections.Immutable;
using Evolve.Terminal.Input;
using Evolve.Tui.Drawing;
using Evolve.Tui.Host;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Boxes;

/// <summary>What a command printed; the arrows scroll, every other key closes it.</summary>
internal sealed class OutputBox(IDesk desk, string title, ImmutableArray<string> lines) : IBox
{
    private int _scroll;
    private int _maxScroll;

    public FrameCursor Draw(Canvas canvas)
    {
        var longest = lines.Select(CellText.Width).Append(CellText.Width(title) + 2).Max();
        var box = new OverlayBox(desk.Theme, Math.Clamp(longest + 4, 40, canvas.Width - 2));
        var shown = lines.SelectMany(line => Wrapped(line, box)).ToList();
        var room = Math.Max(1, canvas.Height - 4);
        _maxScroll = Math.Max(0, shown.Count - room);
        _scroll = Math.Clamp(_scroll, 0, _maxScroll);
        var footer = _maxScroll == 0 ? "any key closes" : "Up and Down scroll; another key closes";
        PlacedOverlay.Draw(canvas, box.Build(
            title,
            shown.Skip(_scroll).Take(room).Select(line => (OverlayLine?)new OverlayLine(line)),
            StyledLines.Of(footer, box[Role.Muted]),
            _maxScroll));
        return FrameCursor.Hidden;
    }

    public void Press(KeyPress key)
    {
        switch (key.Key)
        {
            case TerminalKey.Down:
                _scroll++;
                break;
            case TerminalKey.Up:
                _scroll = Math.Max(0, _scroll - 1);
                break;
            default:
                desk.Close(this);
                break;
        }
    }

    public void Point(MouseInput mouse)
    {
        switch (mouse)
        {
            case { Button: MouseButton.WheelDown }:
                _scroll += 3;
                break;
            case { Button: MouseButton.WheelUp }:
                _scroll = Math.Max(0, _scroll - 3);
                break;
            case { Action: MouseAction.Press }:
                desk.Close(this);
                break;
        }
    }

    /// <summary>A line of columns keeps them as long as it fits.</summary>
    private static ImmutableArray<StyledLine> Wrapped(string line, OverlayBox box) =>
        CellText.Width(line) <= box.InnerWidth
            ? [StyledLines.Of(line, box[Role.Text])]
            : Wrapping.Wrap(line, box[Role.Text], box.InnerWidth);
}
