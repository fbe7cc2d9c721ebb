using Evolve.Tui.Keys;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;

namespace Evolve.Tui.Boxes;

/// <summary>All keys.</summary>
internal sealed class HelpBox(IDesk desk) : ReadingBox(desk)
{
    protected override Overlay Render(int width, int height, int scroll) =>
        HelpRenderer.Render(KeyMap.Groups(), width, height, Desk.Theme, scroll);
}
