using Evolve.Player.Exercises;
using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Boxes;

/// <summary>What was done; the arrows scroll, every other key closes it.</summary>
internal sealed class SummaryBox(IDesk desk, WorkshopSummary summary, TimeSpan elapsed) : IBox
{
    private int _scroll;
    private int _maxScroll;

    public FrameCursor Draw(Canvas canvas)
    {
        var overlay = SummaryRenderer.Render(summary, elapsed, canvas.Width, canvas.Height, desk.Theme, _scroll);
        _maxScroll = overlay.MaxScroll;
        PlacedOverlay.Draw(canvas, overlay);
        return FrameCursor.Hidden;
    }

    public void Press(KeyPress key)
    {
        switch (key.Key)
        {
            case TerminalKey.Down:
                Scroll(1);
                break;
            case TerminalKey.Up:
                Scroll(-1);
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
                Scroll(3);
                break;
            case { Button: MouseButton.WheelUp }:
                Scroll(-3);
                break;
            case { Action: MouseAction.Press }:
                desk.Close(this);
                break;
        }
    }

    private void Scroll(int lines) => _scroll = Math.Clamp(_scroll + lines, 0, _maxScroll);
}
