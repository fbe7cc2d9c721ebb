using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Topology;

/// <summary>The arrow between two columns of boxes, from what serves in one to what serves in the next.</summary>
internal static class TopologyArrow
{
    // "FastCGI": the arrows have all their labels or none.
    private const int WidestLabel = 7;

    /// <summary>A row of it.</summary>
    /// <param name="view">What is drawn.</param>
    /// <param name="tier">The tier that it leads to.</param>
    /// <param name="row">The row.</param>
    /// <param name="from">The row at which it begins.</param>
    /// <param name="to">The row at which it ends.</param>
    /// <param name="width">Its columns, at least three.</param>
    public static StyledLine Draw(TopologyView view, string tier, int row, int from, int to, int width)
    {
        var theme = view.Theme;
        var lines = theme.Symbols.Lines;
        var fill = theme.Fill(Surface.Canvas);
        var isThere = view.Deployment.Of(tier).Any();
        var style = theme[isThere ? Role.Accent : Role.Rule];
        var (across, down) = isThere ? (lines[0], lines[1]) : (lines[10], lines[11]);
        var middle = width / 2;
        var line = new LineBuilder();
        if (row == Math.Min(from, to) - 1 && width >= WidestLabel)
        {
            // What is spoken stands over it.
            return StyledLines.Of(TopologyRenderer.ProtocolTo(tier), theme[Role.Muted]).Center(width, fill).PadRight(width, fill);
        }

        if (row == from && row == to)
        {
            line.FillTo(width - 1, across, style).Add(theme.Symbols.Arrow.Right, style);
        }
        else if (row == from)
        {
            line.FillTo(middle, across, style).Add($"{lines[to > from ? 3 : 5]}", style);
        }
        else if (row == to)
        {
            line.PadTo(middle, fill).Add($"{lines[to > from ? 4 : 2]}", style).FillTo(width - 1, across, style).Add(theme.Symbols.Arrow.Right, style);
        }
        else if (row > Math.Min(from, to) && row < Math.Max(from, to))
        {
            line.PadTo(middle, fill).Add($"{down}", style);
        }

        return line.PadTo(width, fill).Build();
    }
}
