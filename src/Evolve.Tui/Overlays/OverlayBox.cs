using Evolve.Terminal.Screen;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>Puts a frame around the content of an overlay.</summary>
internal sealed class OverlayBox(Theme theme, int width, Role frame = Role.BorderFocused)
{
    private readonly Frame _frame = new(theme, theme.On(frame, Surface.Overlay), width);

    public int InnerWidth => _frame.InnerWidth;

    public CellStyle Fill => theme.Fill(Surface.Overlay);

    public CellStyle this[Role role] => theme.On(role, Surface.Overlay);

    /// <summary>The box; content that is a <see langword="null"/> line is a line across.</summary>
    public Overlay Build(string title, IEnumerable<OverlayLine?> content, StyledLine footer = default, int maxScroll = 0)
    {
        var lines = new List<OverlayLine>
        {
            new(_frame.Top(StyledLines.Of(title, this[frame] with { Attributes = CellAttributes.Bold }))),
        };
        foreach (var line in content)
        {
            lines.Add(line is { } present
                ? present with { Line = _frame.Side(present.Line, FillOf(present.Line)) }
                : new OverlayLine(_frame.Middle()));
        }

        lines.Add(new OverlayLine(_frame.Bottom(right: footer)));
        return new Overlay([.. lines], width, maxScroll);
    }

    // A chosen line is filled to its end.
    private CellStyle FillOf(StyledLine line) =>
        line.Spans.Length > 0 && line.Spans[^1].Style.Background == theme.Fill(Surface.Selected).Background && !theme.IsMonochrome
            ? theme.Fill(Surface.Selected)
            : Fill;
}
