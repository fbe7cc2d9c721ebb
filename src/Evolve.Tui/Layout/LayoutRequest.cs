using Evolve.Scenarios.Model;
using Evolve.Terminal;

namespace Evolve.Tui.Layout;

/// <summary>Everything that the division of the screen depends on.</summary>
/// <param name="Size">The screen.</param>
/// <param name="Layout">How slide and panes share it.</param>
/// <param name="HasDeployment">Whether there is a deployment to draw.</param>
/// <param name="PaneCount">How many panes there are.</param>
/// <param name="Selected">The chosen pane, from 0.</param>
/// <param name="IsZoomed">Whether the chosen pane has the whole screen.</param>
/// <param name="HasFigures">Whether there are figures to draw; without them their layouts are those of the panes.</param>
public sealed record LayoutRequest(
    TerminalSize Size,
    SlideLayout Layout,
    bool HasDeployment,
    int PaneCount,
    int Selected,
    bool IsZoomed,
    bool HasFigures = false)
{
    /// <summary>Whether a step of the slide will open the first pane: its place is kept, so that the slide stands still when it runs.</summary>
    public bool AwaitsPane { get; init; }
}
