using System.Collections.Immutable;
using Evolve.Tui.Drawing;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Boxes;

/// <summary>What a command printed.</summary>
internal sealed class OutputBox(IDesk desk, string title, ImmutableArray<string> lines) : ReadingBox(desk)
{
    protected override Overlay Render(int width, int height, int scroll)
    {
        var longest = lines.Select(CellText.Width).Append(CellText.Width(title) + 2).Max();
        var box = new OverlayBox(Desk.Theme, Math.Clamp(longest + 4, 40, width - 2));
        var shown = lines.SelectMany(line => Wrapped(line, box)).ToList();
        var room = Math.Max(1, height - 4);
        var maxScroll = Math.Max(0, shown.Count - room);
        var footer = maxScroll == 0 ? "any key closes" : "Up and Down scroll; another key closes";
        return box.Build(
            title,
            shown.Skip(Math.Min(scroll, maxScroll)).Take(room).Select(line => (OverlayLine?)new OverlayLine(line)),
            StyledLines.Of(footer, box[Role.Muted]),
            maxScroll);
    }

    /// <summary>A line of columns keeps them as long as it fits.</summary>
    private static ImmutableArray<StyledLine> Wrapped(string line, OverlayBox box) =>
        CellText.Width(line) <= box.InnerWidth
            ? [StyledLines.Of(line, box[Role.Text])]
            : Wrapping.Wrap(line, box[Role.Text], box.InnerWidth);
}
