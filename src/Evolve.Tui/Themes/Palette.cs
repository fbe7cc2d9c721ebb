using Evolve.Terminal.Screen;

namespace Evolve.Tui.Themes;

/// <summary>xterm's 256 colours, and how to come near any colour with a part of them.</summary>
public static class Palette
{
    private static readonly Rgb[] s_colors = Build();
    private static readonly double[] s_luminances = [.. s_colors.Select(color => color.Luminance)];

    /// <summary>The colour that xterm shows for an index (its defaults; the first 16 differ between terminals).</summary>
    public static Rgb ColorOf(byte index) => s_colors[index];

    /// <summary>
    /// The colour of a depth that is nearest to <paramref name="wanted"/> among those with at least
    /// <paramref name="contrast"/> to <paramref name="behind"/>; the best contrast of all when none has it.
    /// </summary>
    public static TerminalColor Nearest(Rgb wanted, ColorDepth depth, Rgb? behind = null, double contrast = 1)
    {
        if (depth == ColorDepth.Monochrome)
        {
            return TerminalColor.Default;
        }

        if (depth == ColorDepth.TrueColor)
        {
            return (behind is { } field ? Legible(wanted, field, contrast) : wanted).ToTerminal();
        }

        // The first 16 are left out of the 256: terminals let people change them.
        var (first, end) = depth == ColorDepth.Sixteen ? (0, 16) : (16, 256);
        var (nearest, distance) = (-1, double.MaxValue);
        var (clearest, best) = (first, 0.0);
        for (var i = first; i < end; i++)
        {
            if (behind is { } ground)
            {
                var found = Rgb.Contrast(s_luminances[i], ground.Luminance);
                (clearest, best) = found > best ? (i, found) : (clearest, best);
                if (found < contrast)
                {
                    continue;
                }
            }

            var own = s_colors[i].DistanceTo(wanted);
            (nearest, distance) = own < distance ? (i, own) : (nearest, distance);
        }

        return TerminalColor.FromIndex((byte)(nearest < 0 ? clearest : nearest));
    }

    /// <summary>The colour, moved towards black or white only as far as the contrast needs it.</summary>
    public static Rgb Legible(Rgb wanted, Rgb behind, double contrast)
    {
        var (black, white) = (new Rgb(0, 0, 0), new Rgb(255, 255, 255));
        var goal = Rgb.Contrast(white, behind) > Rgb.Contrast(black, behind) ? white : black;
        for (var part = 0.0; part < 1; part += 0.1)
        {
            var candidate = wanted.Towards(goal, part);
            if (Rgb.Contrast(candidate, behind) >= contrast)
            {
                return candidate;
            }
        }

        return goal;
    }

    private static Rgb[] Build()
    {
        string[] first =
        [
            "000000", "cd0000", "00cd00", "cdcd00", "0000ee", "cd00cd", "00cdcd", "e5e5e5",
            "7f7f7f", "ff0000", "00ff00", "ffff00", "5c5cff", "ff00ff", "00ffff", "ffffff",
        ];
        byte[] steps = [0, 95, 135, 175, 215, 255];
        var colors = new Rgb[256];
        for (var i = 0; i < colors.Length; i++)
        {
            var cube = i - 16;
            var grey = (byte)(8 + ((i - 232) * 10));
            colors[i] = i < 16 ? Rgb.Parse(first[i])
                : i < 232 ? new Rgb(steps[cube / 36], steps[cube / 6 % 6], steps[cube % 6])
                : new Rgb(grey, grey, grey);
        }

        return colors;
    }
}
