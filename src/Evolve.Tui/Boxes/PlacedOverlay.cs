using Evolve.Tui.Layout;
using Evolve.Tui.Overlays;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Boxes;

/// <summary>A drawn box at its place in the middle of the screen.</summary>
internal sealed record PlacedOverlay(Overlay Overlay, Area Area)
{
    /// <summary>Draws it and remembers where.</summary>
    public static PlacedOverlay Draw(Canvas canvas, Overlay overlay)
    {
        var area = canvas.Bounds.Center(overlay.Width, overlay.Height);
        for (var i = 0; i < area.Height; i++)
        {
            canvas.Write(area.X, area.Y + i, overlay.Lines[i].Line, area.Width);
        }

        return new PlacedOverlay(overlay, area);
    }

    /// <summary>The list's item at a place of the screen, or null.</summary>
    public int? ItemAt(int column, int row) =>
        Area.Contains(column, row) ? Overlay.Lines[row - Area.Y].Item : null;
}
