using System.Collections.Immutable;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>Draws the table of all keys.</summary>
public static class HelpRenderer
{
    private const int Gutter = 4;
    private const int WidestKeys = 18;
    private const int WidestWhat = 44;

    /// <summary>The box, in as many columns as fit beside each other.</summary>
    /// <param name="groups">The keys.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Lines of the screen.</param>
    /// <param name="theme">How it looks.</param>
    /// <param name="scroll">How many lines are scrolled away.</param>
    public static Overlay Render(ImmutableArray<KeyGroup> groups, int width, int height, Theme theme, int scroll = 0)
    {
        var keys = groups.SelectMany(group => group.Keys).ToArray();
        var keyWidth = Math.Min(WidestKeys, keys.Select(key => CellText.Width(key.Key)).Append(4).Max());
        var whatWidth = Math.Min(WidestWhat, keys.Select(key => CellText.Width(key.What)).Append(10).Max());
        var column = keyWidth + 2 + whatWidth;
        var columns = Math.Clamp((width - 6 + Gutter) / (column + Gutter), 1, 3);
        var box = new OverlayBox(theme, Math.Min(width - 2, (columns * (column + Gutter)) - Gutter + 4));
        if (columns == 1)
        {
            whatWidth = Math.Max(1, box.InnerWidth - keyWidth - 2);
            column = box.InnerWidth;
        }

        var blocks = groups.Select(group => Draw(group, keyWidth, whatWidth, box)).ToArray();
        var lines = Beside(Share(blocks, columns), column, box);
        var room = Math.Max(1, height - 4);
        var maxScroll = Math.Max(0, lines.Count - room);
        var first = Math.Clamp(scroll, 0, maxScroll);
        var footer = maxScroll == 0 ? "any key closes"
            : first < maxScroll ? $"{theme.Symbols.More.Down} more with Down; another key closes"
            : $"{theme.Symbols.More.Up} more with Up; another key closes";
        return box.Build(
            "Keys",
            lines.Skip(first).Take(room).Select(line => (OverlayLine?)new OverlayLine(line)),
            StyledLines.Of(footer, box[Role.Muted]),
            maxScroll);
    }

    private static List<StyledLine> Draw(KeyGroup group, int keyWidth, int whatWidth, OverlayBox box)
    {
        var lines = new List<StyledLine> { StyledLines.Of(group.Title, box[Role.Heading2]) };
        foreach (var key in group.Keys)
        {
            var names = Wrapping.Wrap(key.Key, box[Role.Key], keyWidth);
            var what = Wrapping.Wrap(key.What, box[Role.Text], whatWidth);
            for (var i = 0; i < Math.Max(names.Length, what.Length); i++)
            {
                lines.Add(new LineBuilder()
                    .Add(i < names.Length ? names[i] : StyledLine.Empty)
                    .PadTo(keyWidth + 2, box.Fill)
                    .Add(i < what.Length ? what[i] : StyledLine.Empty)
                    .Build());
            }
        }

        return lines;
    }

    /// <summary>Shares the groups among the columns in their order, about as many lines in each.</summary>
    private static List<List<StyledLine>> Share(List<StyledLine>[] blocks, int columns)
    {
        var goal = (double)blocks.Sum(block => block.Count + 1) / columns;
        var shared = new List<List<StyledLine>> { new() };
        foreach (var block in blocks)
        {
            var current = shared[^1];
            if (current.Count > 0 && shared.Count < columns && current.Count + (block.Count / 2.0) > goal)
            {
                shared.Add(current = []);
            }

            if (current.Count > 0)
            {
                current.Add(StyledLine.Empty);
            }

            current.AddRange(block);
        }

        return shared;
    }

    private static List<StyledLine> Beside(List<List<StyledLine>> columns, int column, OverlayBox box)
    {
        var lines = new List<StyledLine>();
        for (var row = 0; row < columns.Max(lines => lines.Count); row++)
        {
            var line = new LineBuilder();
            for (var i = 0; i < columns.Count; i++)
            {
                line.PadTo(i * (column + Gutter), box.Fill);
                if (row < columns[i].Count)
                {
                    line.Add(columns[i][row]);
                }
            }

            lines.Add(line.Build());
        }

        return lines;
    }
}
