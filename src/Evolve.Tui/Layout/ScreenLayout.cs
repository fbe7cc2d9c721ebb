using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Tui.Layout;

/// <summary>Where everything is; the last line is always the status line.</summary>
public sealed record ScreenLayout
{
    /// <summary>A pane with less lines than this is not worth its place: the panes become tabs.</summary>
    private const int LeastPaneHeight = 9;

    /// <summary>The least size that is divided, as the least that the app works with.</summary>
    private const int LeastColumns = 80;
    private const int LeastRows = 24;

    /// <summary>Six figures that can be read from afar, and a line of the chart.</summary>
    private const int LeastFiguresHeight = 12;

    /// <summary>A tier's name, badge, state and memory on a line.</summary>
    private const int LeastDeploymentWidth = 36;

    /// <summary>A narrower pane needs all its columns.</summary>
    private const int LeastWidthForMargin = 44;

    /// <summary>Below this width even two panes become tabs, since lines wrap and need height.</summary>
    private const int LeastWidthForTwo = 100;

    /// <summary>The slide, or empty.</summary>
    public Area Slide { get; private init; }

    /// <summary>The line between slide and panes, one column wide, or empty.</summary>
    public Area Divider { get; private init; }

    /// <summary>Traffic or the scoreboard, or empty.</summary>
    public Area Figures { get; private init; }

    /// <summary>The deployment, or empty.</summary>
    public Area Deployment { get; private init; }

    /// <summary>The line of tabs, or empty when every pane has its own title.</summary>
    public Area Tabs { get; private init; }

    /// <summary>The panes that are on the screen.</summary>
    public ImmutableArray<PaneSlot> Panes { get; private init; } = [];

    /// <summary>The title's place of a pane that the slide's first step will open, or empty.</summary>
    public Area Awaited { get; private init; }

    /// <summary>The last line.</summary>
    public Area Status { get; private init; }

    /// <summary>Divides the screen.</summary>
    public static ScreenLayout Of(LayoutRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Below this nothing of it is shown, but programs in panes still need a size.
        var (columns, rows) = (Math.Max(LeastColumns, request.Size.Columns), Math.Max(LeastRows, request.Size.Rows));
        var whole = new Area(0, 0, columns, rows - 1);
        var status = new Area(0, rows - 1, columns, 1);
        var hasPanes = request.PaneCount > 0;
        if (request.IsZoomed && hasPanes)
        {
            return new ScreenLayout { Status = status }.WithPanes(whole, request, tabs: true);
        }

        if (request.HasFigures && request.Layout is (SlideLayout.Traffic or SlideLayout.Scoreboard))
        {
            return new ScreenLayout { Status = status }.WithFigures(whole, request);
        }

        // Nothing beside the slide means nothing to share with it.
        var isAwaited = request is { AwaitsPane: true, Layout: SlideLayout.Split };
        var layout = hasPanes || request.HasDeployment || isAwaited ? request.Layout : SlideLayout.Slide;
        return layout switch
        {
            SlideLayout.Slide => new ScreenLayout { Status = status, Slide = whole },
            SlideLayout.Panes or SlideLayout.Traffic or SlideLayout.Scoreboard => new ScreenLayout { Status = status }.WithSide(whole, request),
            _ => Split(whole, status, request),
        };
    }

    private static ScreenLayout Split(Area whole, Area status, LayoutRequest request)
    {
        // 80 columns: 43 and 36, so that a tier has its line and a build's output is not cut to pieces; wider screens are halved.
        var side = Math.Clamp((whole.Width * 43 / 100) + ((whole.Width - 80) / 20), 36, (whole.Width / 2) - 1);
        var slide = whole with { Width = whole.Width - side - 1 };
        var divider = new Area(slide.Right, whole.Y, 1, whole.Height);
        var right = new Area(divider.Right, whole.Y, side, whole.Height);
        return new ScreenLayout { Status = status, Slide = slide, Divider = divider }.WithSide(right, request);
    }

    /// <summary>Traffic stands over deployment and panes, where a cut-over is seen; the scoreboard has everything.</summary>
    private ScreenLayout WithFigures(Area area, LayoutRequest request)
    {
        var hasPanes = request.PaneCount > 0;
        if (request.Layout == SlideLayout.Scoreboard || (!request.HasDeployment && !hasPanes))
        {
            return this with { Figures = area };
        }

        var figures = area with { Height = Math.Max(LeastFiguresHeight, area.Height * 54 / 100) };
        var below = new Area(area.X, figures.Bottom, area.Width, area.Bottom - figures.Bottom);
        var layout = this with { Figures = figures };
        if (!request.HasDeployment || !hasPanes)
        {
            return layout.WithSide(below, request);
        }

        var left = below with { Width = Math.Max(LeastDeploymentWidth, below.Width * 2 / 5) };
        var divider = new Area(left.Right, below.Y, 1, below.Height);
        var panes = new Area(divider.Right, below.Y, below.Right - divider.Right, below.Height);
        return (layout with { Deployment = left, Divider = divider }).WithPanes(panes, request, tabs: false);
    }

    private ScreenLayout WithSide(Area area, LayoutRequest request)
    {
        if (!request.HasDeployment)
        {
            if (request.PaneCount == 0)
            {
                return this with { Awaited = area with { Height = 1 } };
            }

            return WithPanes(area, request, tabs: false);
        }

        if (request.PaneCount == 0)
        {
            return this with { Deployment = area };
        }

        if (area.Width >= 120)
        {
            var left = area with { Width = area.Width * 2 / 5 };
            var divider = new Area(left.Right, area.Y, 1, area.Height);
            var panes = new Area(divider.Right, area.Y, area.Right - divider.Right, area.Height);
            return (this with { Deployment = left, Divider = divider }).WithPanes(panes, request, tabs: false);
        }

        var top = area with { Height = DeploymentHeight(area.Height) };
        var below = new Area(area.X, top.Bottom, area.Width, area.Height - top.Height);
        return (this with { Deployment = top }).WithPanes(below, request, tabs: false);
    }

    /// <summary>On a small screen a line for each tier; else two fifths, but no more than four tiers need to breathe.</summary>
    private static int DeploymentHeight(int height) => height < 28 ? 6 : Math.Clamp(height * 2 / 5, 11, 18);

    private ScreenLayout WithPanes(Area area, LayoutRequest request, bool tabs)
    {
        var most = request.Size.Columns < LeastWidthForTwo ? 1 : Math.Max(1, area.Height / LeastPaneHeight);
        if (tabs || request.PaneCount > most)
        {
            var body = new Area(area.X, area.Y + 1, area.Width, area.Height - 1);
            return this with { Tabs = area with { Height = 1 }, Panes = [new PaneSlot(request.Selected, default, Body(body))] };
        }

        var slots = ImmutableArray.CreateBuilder<PaneSlot>();
        var y = area.Y;
        for (var i = 0; i < request.PaneCount; i++)
        {
            var height = (area.Bottom - y) / (request.PaneCount - i);
            slots.Add(new PaneSlot(
                i,
                new Area(area.X, y, area.Width, 1),
                Body(new Area(area.X, y + 1, area.Width, height - 1))));
            y += height;
        }

        return this with { Panes = slots.ToImmutable() };
    }

    /// <summary>Beside a divider output keeps a column's distance, where there are columns to spare.</summary>
    private static Area Body(Area area) =>
        area.X > 0 && area.Width > LeastWidthForMargin ? area with { X = area.X + 1, Width = area.Width - 1 } : area;
}
