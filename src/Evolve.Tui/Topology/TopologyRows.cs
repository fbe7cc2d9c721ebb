using Evolve.Lamp.Deployment;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Topology;

/// <summary>The narrow form: a line from top to bottom with a stop for each container.</summary>
internal static class TopologyRows
{
    private const int TierWidth = 5;
    private const int LeastFlavour = 6;
    private const int WidestFlavour = 18;

    public static IEnumerable<StyledLine> Draw(TopologyView view)
    {
        var rows = Rows(view, all: true);
        if (rows.Count + 1 > view.Height)
        {
            rows = Rows(view, all: false);
        }

        // Room decides by what can come, not by what is there: a container that starts must not change the form.
        var tiers = TopologyRenderer.Tiers.Length;
        var isWide = IsTall(view) && rows.Count + tiers + 1 <= view.Height;
        var margin = view.Width >= 40 ? 1 : 0;
        var lines = new List<StyledLine>();
        if (view.Height > tiers)
        {
            lines.Add(Visitors(view));
        }

        foreach (var row in rows)
        {
            if (isWide && row.IsFirst)
            {
                lines.Add(Connector(view, row.Tier));
            }

            lines.Add(row.Line);
        }

        var top = isWide ? (view.Height - lines.Count) / 3 : 0;
        return Enumerable.Repeat(StyledLine.Empty, top)
            .Concat(lines.Select(line => line.Indent(margin, view.Theme.Fill(Surface.Canvas))));
    }

    // Filled badges need air: below each other without a line between they would become one block.
    private static bool IsTall(TopologyView view) => view.Height >= (2 * TopologyRenderer.Tiers.Length) + 2;

    private static StyledLine Visitors(TopologyView view)
    {
        var theme = view.Theme;
        var isEmpty = view.Deployment.Containers.IsEmpty;
        var line = new LineBuilder().Add($"{theme.Symbols.Arrow.Down} ", theme[Role.Accent]);
        if (isEmpty)
        {
            return line.Add("Nothing runs yet.", theme[Role.Muted]).Build();
        }

        if (view.Width >= 44)
        {
            line.Add("visitors  ", theme[Role.Strong]);
        }

        return line.Add(
            TopologyRenderer.AddressOf(view.Deployment),
            theme[view.Deployment.PublishedPort is null ? Role.Muted : Role.Link]).Build();
    }

    private static StyledLine Connector(TopologyView view, string tier)
    {
        var isThere = view.Deployment.Of(tier).Any();
        var theme = view.Theme;
        var rail = theme.Symbols.Lines[isThere ? 1 : 11];
        return new LineBuilder()
            .Add($"{rail} ", theme[Role.Border])
            .Add(TopologyRenderer.ProtocolTo(tier), theme[Role.Muted] with { Attributes = theme[Role.Emphasis].Attributes })
            .Build();
    }

    private static List<(string Tier, bool IsFirst, StyledLine Line)> Rows(TopologyView view, bool all)
    {
        var rows = new List<(string, bool, StyledLine)>();
        foreach (var tier in TopologyRenderer.Tiers)
        {
            var containers = view.Deployment.Of(tier).ToArray();
            if (containers.Length == 0)
            {
                rows.Add((tier, true, Missing(view, tier)));
                continue;
            }

            var shown = all ? containers : [containers.MinBy(Rank)!];
            var more = containers.Length - shown.Length;
            for (var i = 0; i < shown.Length; i++)
            {
                rows.Add((tier, i == 0, Row(view, shown[i], i == 0 ? tier : "", more, isWide: IsTall(view))));
            }
        }

        return rows;
    }

    // What serves, or most likely does, comes first when there is room for one only.
    private static int Rank(TierContainer container) => (container.State, container.Health) switch
    {
        _ when container.Serves => -1,
        (ContainerState.Running, ContainerHealth.Healthy or ContainerHealth.None) => 0,
        (ContainerState.Running, _) => 1,
        (ContainerState.Paused, _) => 2,
        _ => 3,
    };

    private static StyledLine Missing(TopologyView view, string tier) => new LineBuilder()
        .Add($"{view.Theme.Symbols.Container.Stopped} ", view.Theme[Role.Muted])
        .Add(tier.PadRight(TierWidth), view.Theme[Role.Muted])
        .Add("not yet", view.Theme[Role.Muted])
        .Build();

    private static StyledLine Row(TopologyView view, TierContainer container, string tier, int more, bool isWide)
    {
        var theme = view.Theme;
        var facts = new ContainerFacts(view);
        var (symbol, word, role) = facts.StateOf(container);
        var margin = view.Width >= 40 ? 2 : 0;
        var hasAddress = view.Width >= 60;
        var taken = 2 + TierWidth + 1 + ContainerFacts.WordWidth + 1 + ContainerFacts.MemoryWidth + (hasAddress ? ContainerFacts.AddressWidth + 1 : 0);
        var flavourWidth = Math.Clamp(view.Width - margin - taken, LeastFlavour, WidestFlavour);
        var count = more > 0 ? $" +{more}" : "";

        // A badge has spaces of its own, which are part of its column.
        var space = isWide ? " " : "";
        var flavour = CellText.Clip(container.Flavour, flavourWidth - count.Length - (2 * space.Length), theme.Symbols.Ellipsis);
        var line = new LineBuilder()
            .Add($"{symbol} ", theme[role])
            .Add(tier.PadRight(TierWidth), theme[Role.Strong])
            .Add(space + flavour + space, isWide ? facts.BadgeOf(container) : facts.FlavourOf(container))
            .Add(count, theme[Role.Muted])
            .PadTo(2 + TierWidth + flavourWidth + 1, theme.Fill(Surface.Canvas))
            .Add(word.PadRight(ContainerFacts.WordWidth + 1), theme[role]);
        if (hasAddress)
        {
            line.Add(facts.PlaceOf(container, ContainerFacts.AddressWidth).PadRight(ContainerFacts.AddressWidth + 1, theme.Fill(Surface.Canvas)));
        }

        return line.Add(ContainerFacts.Memory(container.MemoryBytes), facts.TextOf(container)).Build();
    }
}
