using System.Collections.Immutable;
using System.Globalization;
using Evolve.Player.Playing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>Draws the searchable index of slides and steps.</summary>
public static class IndexRenderer
{
    private const int WidestBox = 84;

    /// <summary>The box; it scrolls by itself so that the chosen entry is seen. A line's item is the entry's number.</summary>
    /// <param name="entries">The entries that fit the query.</param>
    /// <param name="query">What was typed.</param>
    /// <param name="selected">The chosen entry, from 0.</param>
    /// <param name="current">The slide that is on, from 0.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Lines of the screen.</param>
    /// <param name="theme">How it looks.</param>
    /// <param name="now">The moment, for the spinner of running steps.</param>
    public static Overlay Render(
        ImmutableArray<IndexEntry> entries, string query, int selected, int current, int width, int height, Theme theme, DateTimeOffset now)
    {
        var box = new OverlayBox(theme, Math.Clamp(width - 8, 20, WidestBox));
        // The same height however much is found: the box must not jump while somebody types.
        var room = Math.Clamp(height - 12, 3, 24);
        var first = Math.Clamp(selected - (room / 2), 0, Math.Max(0, entries.Length - room));
        var search = new LineBuilder().Add("find: ", box[Role.Muted]).Add(query, box[Role.Strong]).Add(" ", theme.Badge(Role.Key));
        if (query.Length == 0)
        {
            search.Add(" a slide, a step, a number", box[Role.Muted]);
        }

        var lines = new List<OverlayLine?> { new OverlayLine(search.Build()), null };
        for (var row = first; row < first + room; row++)
        {
            lines.Add(row < entries.Length
                ? new OverlayLine(Entry(entries[row], row == selected, entries[row].SlideIndex == current, box.InnerWidth, theme, now), row)
                : new OverlayLine(row == 0 ? StyledLines.Of("Nothing is called that.", box[Role.Muted]) : StyledLine.Empty));
        }

        var place = entries.Length == 0 ? "0" : $"{Math.Min(selected, entries.Length - 1) + 1} of {entries.Length}";
        lines.Add(null);
        lines.Add(new OverlayLine(new LineBuilder()
            .Add("Enter", box[Role.Key]).Add(" goes there   ", box[Role.Muted])
            .Add("Tab", box[Role.Key]).Add(" with everything that the place needs", box[Role.Muted])
            .Build()
            .Clip(box.InnerWidth, theme.Symbols.Ellipsis)));
        return box.Build("Slides and steps", lines, StyledLines.Of(place, box[Role.Muted]));
    }

    private static StyledLine Entry(IndexEntry entry, bool isSelected, bool isCurrent, int width, Theme theme, DateTimeOffset now)
    {
        var surface = isSelected ? Surface.Selected : Surface.Overlay;
        var line = new LineBuilder().Add(isSelected ? theme.Symbols.Marker : " ", theme.On(Role.Key, surface));
        if (entry is { StepId: not null, Status: { } status })
        {
            var word = StepWords.Of(status);
            var right = status == StepStatus.Waiting ? "" : word;
            return line.Add("       ", theme.Fill(surface))
                .Add($"{theme.Symbols.Of(status, now)} ", theme.On(StepWords.RoleOf(status), surface))
                .Add(CellText.Clip(entry.Text, width - line.Width - CellText.Width(right) - 1, theme.Symbols.Ellipsis), theme.On(Role.Text, surface))
                .PadTo(width - CellText.Width(right), theme.Fill(surface))
                .Add(right, theme.On(StepWords.RoleOf(status), surface))
                .Build();
        }

        var number = (entry.SlideIndex + 1).ToString(CultureInfo.InvariantCulture).PadLeft(4);
        var here = isCurrent ? "you are here" : "";
        return line.Add($"{number}  ", theme.On(Role.Muted, surface))
            .Add(CellText.Clip(entry.Text, width - 8 - here.Length, theme.Symbols.Ellipsis), theme.On(isCurrent ? Role.Heading2 : Role.Strong, surface))
            .PadTo(width - here.Length, theme.Fill(surface))
            .Add(here, theme.On(Role.Muted, surface))
            .Build();
    }
}
