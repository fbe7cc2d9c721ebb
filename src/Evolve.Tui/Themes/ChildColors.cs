using System.Collections.Concurrent;
using Evolve.Terminal.Screen;

namespace Evolve.Tui.Themes;

/// <summary>Fits what programs draw in panes to a theme.</summary>
internal sealed class ChildColors(ThemeColors theme, ColorDepth depth)
{
    // Text of a program: enough to be read, little enough to leave its own design alone.
    private const double LeastContrast = 3;
    private const int MostKnown = 4_096;
    private readonly Rgb _text = theme.Of(Role.Text);
    private readonly Rgb _ground = theme.Of(Surface.Canvas);
    private readonly TerminalColor[] _foregrounds = [.. theme.Ansi.Select(color => Palette.Nearest(color, depth, theme.Of(Surface.Canvas), 1))];

    private readonly ConcurrentDictionary<CellStyle, CellStyle> _known = new();

    /// <summary>The style that stands for a program's own; remembered, since painters ask for every cell.</summary>
    public CellStyle Adapt(CellStyle child)
    {
        if (_known.TryGetValue(child, out var style))
        {
            return style;
        }

        // A program that draws in 16 million colours must not fill the memory.
        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        return _known[child] = Fit(child);
    }

    private CellStyle Fit(CellStyle child)
    {
        if (depth == ColorDepth.Monochrome)
        {
            // A filled field is how programs mark a line; without colours only inverse can say it.
            var marked = !child.Background.IsDefault && Resolve(child.Background, _ground).Luminance > 0.1;
            return new CellStyle(default, default, marked ? child.Attributes ^ CellAttributes.Inverse : child.Attributes);
        }

        var ground = Resolve(child.Background, _ground);
        var text = Resolve(child.Foreground, _text);
        var shown = child.Background.IsDefault && !child.Foreground.IsDefault ? Palette.Legible(text, _ground, LeastContrast) : text;
        if (!child.Background.IsDefault && child.Foreground.IsDefault && Rgb.Contrast(text, ground) < LeastContrast)
        {
            shown = Palette.Legible(text, ground, LeastContrast);
        }

        return new CellStyle(Fit(child.Foreground, shown), Fit(child.Background, ground), child.Attributes);
    }

    private TerminalColor Fit(TerminalColor asked, Rgb shown)
    {
        if (asked is { IsIndexed: true, Index: < 16 } && shown == theme.Ansi[asked.Index])
        {
            return _foregrounds[asked.Index];
        }

        return Palette.Nearest(shown, depth);
    }

    private Rgb Resolve(TerminalColor color, Rgb unset) => color switch
    {
        { IsRgb: true } => new Rgb(color.Red, color.Green, color.Blue),
        { IsIndexed: true, Index: < 16 } => theme.Ansi[color.Index],
        { IsIndexed: true } => Palette.ColorOf(color.Index),
        _ => unset,
    };
}
