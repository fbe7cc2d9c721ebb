using System.Collections.Immutable;
using Evolve.Tui.Drawing;
using Evolve.Tui.Keys;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>Draws what is shown while the window is too small for anything else.</summary>
public static class TooSmallRenderer
{
    /// <summary>The least columns the app works with.</summary>
    public const int LeastWidth = 80;

    /// <summary>The least lines the app works with.</summary>
    public const int LeastHeight = 24;

    /// <summary>Exactly <paramref name="height"/> lines for a window of any size from 1 by 1.</summary>
    public static ImmutableArray<StyledLine> Render(int width, int height, Theme theme)
    {
        var sentence = $"This window is {width} by {height}. Evolve needs {LeastWidth} by {LeastHeight}: enlarge it or make its font smaller. {KeyMap.NameOf(UiCommand.Quit)} quits.";
        var lines = Wrapping.Wrap(sentence, theme[Role.Text], Math.Min(width, 44));
        var top = Math.Max(0, (height - lines.Length) / 2);
        return Enumerable.Repeat(StyledLine.Empty, top)
            .Concat(lines.Select(line => line.Center(width, theme.Fill(Surface.Canvas)).Clip(width)))
            .FitHeight(height);
    }
}
