using Evolve.Lamp.Deployment;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Topology;

/// <summary>The wide form: a box for each container, from left to right; the containers of a tier stand below each other.</summary>
internal static class TopologyBoxes
{
    private const int LeastWidth = 74;
    private const int WidthWithVisitors = 98;
    private const int VisitorsWidth = 11;
    private const int WidestBox = 24;
    private const int LowBox = 6;
    private const int TallBox = 7;
    private const int HeadLines = 2;

    /// <summary>True with room for an old and a new container of a tier, so that a cut-over does not change the form.</summary>
    public static bool Fits(TopologyView view) =>
        view.Width >= LeastWidth && view.Height >= HeadLines + (Math.Max(2, Deepest(view)) * LowBox);

    public static IEnumerable<StyledLine> Draw(TopologyView view)
    {
        var theme = view.Theme;
        var fill = theme.Fill(Surface.Canvas);
        var plan = Plan.For(view.Width);
        var columns = new List<Column>();
        if (plan.HasVisitors)
        {
            columns.Add(new Column("", VisitorsWidth, [.. Visitors(view)]));
        }

        columns.AddRange(TopologyRenderer.Tiers.Select(tier => new Column(tier, plan.BoxWidth, [.. Boxes(view, tier, plan.BoxWidth)])));
        var total = columns.Sum(column => column.Width) + (plan.Gap * (columns.Count - 1));
        var left = Math.Max(0, (view.Width - total) / 2);
        var height = HeadLines + columns.Max(column => column.Lines.Length);
        var top = Math.Max(0, (view.Height - HeadLines - (Deepest(view) * BoxHeight(view))) / 3);

        var lines = Enumerable.Repeat(StyledLine.Empty, top).ToList();
        lines.Add(Head(view, total).Indent(left, fill));
        lines.Add(StyledLine.Empty);
        for (var row = 0; row < height - HeadLines; row++)
        {
            var line = new LineBuilder();
            var end = 0;
            for (var i = 0; i < columns.Count; i++)
            {
                if (i > 0)
                {
                    line.Add(TopologyArrow.Draw(view, columns[i].Tier, row, RowOf(view, columns[i - 1].Tier), RowOf(view, columns[i].Tier), plan.Gap));
                    end += plan.Gap;
                }

                if (row < columns[i].Lines.Length)
                {
                    line.Add(columns[i].Lines[row]);
                }

                end += columns[i].Width;
                line.PadTo(end, fill);
            }

            lines.Add(line.Build().Indent(left, fill));
        }

        return lines;
    }

    private static int Deepest(TopologyView view) => Math.Max(1, TopologyRenderer.Tiers.Max(tier => view.Deployment.Of(tier).Count()));

    // Tall boxes as soon as two of them fit below each other, the old and the new one.
    private static int BoxHeight(TopologyView view) =>
        view.Height >= HeadLines + (Math.Max(2, Deepest(view)) * TallBox) ? TallBox : LowBox;

    private static StyledLine Head(TopologyView view, int width)
    {
        var theme = view.Theme;
        var line = new LineBuilder();
        if (view.Deployment.Containers.IsEmpty)
        {
            line.Add("Nothing runs yet.", theme[Role.Strong]).Add(" What a step starts appears here.", theme[Role.Muted]);
        }
        else
        {
            line.Add("visitors ", theme[Role.Strong])
                .Add($"{theme.Symbols.Arrow.Right} ", theme[Role.Accent])
                .Add(TopologyRenderer.AddressOf(view.Deployment), theme[view.Deployment.PublishedPort is null ? Role.Muted : Role.Link]);
        }

        var network = view.Deployment.Network is { } name ? $"network {name}" : "";
        return line.PadTo(width - CellText.Width(network), theme.Fill(Surface.Canvas)).Add(network, theme[Role.Muted]).Build();
    }

    private static IEnumerable<StyledLine> Visitors(TopologyView view)
    {
        var theme = view.Theme;
        var fill = theme.Fill(Surface.Canvas);
        var frame = new Frame(theme, theme[Role.Border], VisitorsWidth);
        yield return frame.Top(StyledLines.Of("you", theme[Role.Strong]));
        yield return frame.Side(StyledLines.Of("browser", theme[Role.Text]), fill);
        for (var row = 0; row < BoxHeight(view) - 4; row++)
        {
            yield return frame.Side(StyledLine.Empty, fill);
        }

        yield return frame.Side(StyledLines.Of(view.Deployment.PublishedPort is { } port ? $":{port}".PadLeft(frame.InnerWidth) : "", theme[Role.Muted]), fill);
        yield return frame.Bottom();
    }

    private static IEnumerable<StyledLine> Boxes(TopologyView view, string tier, int width)
    {
        var containers = view.Deployment.Of(tier).ToArray();
        return containers.Length == 0
            ? Missing(view, tier, width)
            : containers.SelectMany(container => Box(view, container, tier, width));
    }

    private static IEnumerable<StyledLine> Box(TopologyView view, TierContainer container, string tier, int width)
    {
        var theme = view.Theme;
        var fill = theme.Fill(Surface.Canvas);
        var facts = new ContainerFacts(view);
        var (symbol, word, role) = facts.StateOf(container);
        var frame = new Frame(theme, theme[role == Role.StepDone ? facts.RoleOf(container.Flavour) : role], width);
        var isFaded = role == Role.Muted;
        var space = CellText.Width(container.Flavour) + 2 <= frame.InnerWidth ? " " : "";
        var flavour = space + CellText.Clip(container.Flavour, frame.InnerWidth, theme.Symbols.Ellipsis) + space;
        yield return frame.Top(StyledLines.Of(tier, theme[isFaded ? Role.Muted : Role.Strong]));
        yield return frame.Side(new LineBuilder().Add($"{symbol} ", theme[role]).Add(word, theme[role]).Build(), fill);
        yield return frame.Side(new LineBuilder().Add(flavour, facts.BadgeOf(container)).Build(), fill);
        if (BoxHeight(view) == TallBox)
        {
            yield return frame.Side(StyledLines.Of(container.Name, facts.TextOf(container)), fill);
        }

        yield return frame.Side(facts.PlaceOf(container, frame.InnerWidth), fill);
        yield return frame.Side(
            StyledLines.Of(ContainerFacts.Memory(container.MemoryBytes).PadLeft(frame.InnerWidth), facts.TextOf(container)), fill);
        yield return frame.Bottom();
    }

    private static IEnumerable<StyledLine> Missing(TopologyView view, string tier, int width)
    {
        var theme = view.Theme;
        var lines = theme.Symbols.Lines;
        var edge = theme[Role.Rule];
        yield return new LineBuilder().Add($"{lines[2]}{lines[10]} ", edge).Add(tier, theme[Role.Muted]).Add(" ", edge).FillTo(width - 1, lines[10], edge).Add($"{lines[3]}", edge).Build();
        for (var row = 0; row < BoxHeight(view) - 2; row++)
        {
            yield return new LineBuilder()
                .Add($"{lines[11]} ", edge)
                .Add(row == 0 ? $"{theme.Symbols.Container.Stopped} not yet" : "", theme[Role.Muted])
                .PadTo(width - 1, theme.Fill(Surface.Canvas))
                .Add($"{lines[11]}", edge)
                .Build();
        }

        yield return new LineBuilder().Add($"{lines[4]}", edge).FillTo(width - 1, lines[10], edge).Add($"{lines[5]}", edge).Build();
    }

    /// <summary>The row at which the way of a request passes a tier: that of the container that serves, else of the first.</summary>
    private static int RowOf(TopologyView view, string tier)
    {
        var serving = view.Deployment.Of(tier).ToList().FindIndex(container => container.Serves);
        return (Math.Max(0, serving) * BoxHeight(view)) + 1;
    }

    private sealed record Column(string Tier, int Width, StyledLine[] Lines);

    private sealed record Plan(bool HasVisitors, int BoxWidth, int Gap)
    {
        public static Plan For(int width)
        {
            var hasVisitors = width >= WidthWithVisitors;
            var gaps = hasVisitors ? 4 : 3;
            var gap = width >= 112 ? 7 : hasVisitors ? 5 : 3;
            var room = width - 2 - (gaps * gap) - (hasVisitors ? VisitorsWidth : 0);
            return new Plan(hasVisitors, Math.Min(WidestBox, room / 4), gap);
        }
    }
}
