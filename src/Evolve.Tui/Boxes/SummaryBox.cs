using Evolve.Player.Exercises;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;

namespace Evolve.Tui.Boxes;

/// <summary>What was done.</summary>
internal sealed class SummaryBox(IDesk desk, WorkshopSummary summary, TimeSpan elapsed) : ReadingBox(desk)
{
    protected override Overlay Render(int width, int height, int scroll) =>
        SummaryRenderer.Render(summary, elapsed, width, height, Desk.Theme, scroll);
}
