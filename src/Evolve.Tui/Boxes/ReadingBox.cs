using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Boxes;

/// <summary>Something to read: the arrows and the wheel scroll, every other key and a click close it.</summary>
internal abstract class ReadingBox(IDesk desk) : IBox
{
    private int _scroll;
    private int _maxScroll;

    protected IDesk Desk => desk;

    public FrameCursor Draw(Canvas canvas)
    {
        var overlay = Render(canvas.Width, canvas.Height, _scroll);
        _maxScroll = overlay.MaxScroll;
        _scroll = Math.Min(_scroll, _maxScroll);
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

    /// <summary>The box for a screen of this size; a scroll beyond the end shows the end.</summary>
    protected abstract Overlay Render(int width, int height, int scroll);

    private void Scroll(int lines) => _scroll = Math.Clamp(_scroll + lines, 0, _maxScroll);
}
