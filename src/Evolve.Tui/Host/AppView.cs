using Evolve.Tui.Painting;
using Terminal.Gui.Drawing;
using Terminal.Gui.ViewBase;
using Terminal.Gui.Views;

namespace Evolve.Tui.Host;

/// <summary>The one view of the screen: it paints what the content has drawn.</summary>
internal sealed class AppView : Runnable
{
    private readonly IAppContent _content;
    private readonly CanvasPainter _painter = new();

    public AppView(IAppContent content)
    {
        _content = content;
        Border.Thickness = new Thickness(0);
        KeyBindings.Clear();
    }

    /// <summary>Where the last frame wants the cursor.</summary>
    public FrameCursor FrameCursor { get; private set; }

    /// <summary>The painter knows every cell: clearing would only make all of them dirty.</summary>
    protected override bool OnClearingViewport() => true;

    protected override bool OnDrawingContent(DrawContext? context)
    {
        if (App?.Driver is { } driver)
        {
            (var canvas, FrameCursor) = _content.Draw();
            _painter.Paint(canvas, driver);
        }

        return true;
    }
}
