using System.Collections.Immutable;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>Draws a message over the top of the screen.</summary>
public static class BannerRenderer
{
    /// <summary>At most <paramref name="maxLines"/> lines, each exactly <paramref name="width"/> wide.</summary>
    /// <param name="text">The message; an error of a scenario has one line each.</param>
    /// <param name="width">Columns.</param>
    /// <param name="maxLines">The most lines it may take.</param>
    /// <param name="theme">How it looks.</param>
    public static ImmutableArray<StyledLine> Render(string text, int width, int maxLines, Theme theme) =>
        Render(text, width, maxLines, theme, Surface.Alarm, theme.Symbols.Finding.Problem, Role.StepFailed);

    /// <summary>The same shape for what is under way, which is no alarm: a turning symbol on the colour of the bar.</summary>
    /// <param name="text">What is being done.</param>
    /// <param name="width">Columns.</param>
    /// <param name="maxLines">The most lines it may take.</param>
    /// <param name="theme">How it looks.</param>
    /// <param name="now">The moment, for the symbol.</param>
    public static ImmutableArray<StyledLine> RenderBusy(string text, int width, int maxLines, Theme theme, DateTimeOffset now) =>
        Render(text, width, maxLines, theme, Surface.Bar, theme.Symbols.Busy(now), Role.StepRunning);

    private static ImmutableArray<StyledLine> Render(
        string text, int width, int maxLines, Theme theme, Surface surface, string symbol, Role role)
    {
        var fill = theme.Fill(surface);
        var mark = $" {symbol} ";
        var indent = CellText.Width(mark);
        var wrapped = Wrapping.Wrap(text, fill, Math.Max(1, width - indent - 1));
        var shown = wrapped.Length <= maxLines ? wrapped : wrapped[..Math.Max(1, maxLines)];
        var lines = ImmutableArray.CreateBuilder<StyledLine>();
        for (var i = 0; i < shown.Length; i++)
        {
            var line = new LineBuilder()
                .Add(i == 0 ? mark : new string(' ', indent), theme.On(role, surface))
                .Add(shown[i]);
            var isCut = i == shown.Length - 1 && shown.Length < wrapped.Length;
            var rest = isCut ? $" {theme.Symbols.Ellipsis} and {wrapped.Length - shown.Length} more lines " : "";
            var clipped = line.Build().Clip(Math.Max(0, width - CellText.Width(rest)));
            lines.Add(new LineBuilder().Add(clipped).Add(rest, theme.On(Role.Muted, surface)).Build().Clip(width).PadRight(width, fill));
        }

        return lines.ToImmutable();
    }
}
