using System.Globalization;
using Evolve.Terminal.Screen;

namespace Evolve.Tui.Themes;

/// <summary>A 24-bit sRGB colour.</summary>
public readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    private static readonly double[] s_linear = [.. Enumerable.Range(0, 256).Select(Linear)];

    /// <summary>Relative luminance, 0 (black) to 1 (white), by WCAG 2.2.</summary>
    public double Luminance => (0.2126 * s_linear[Red]) + (0.7152 * s_linear[Green]) + (0.0722 * s_linear[Blue]);

    /// <summary>The contrast of two colours, 1 to 21, by WCAG 2.2.</summary>
    public static double Contrast(Rgb one, Rgb other) => Contrast(one.Luminance, other.Luminance);

    /// <summary>The contrast of two relative luminances.</summary>
    public static double Contrast(double one, double other) =>
        (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    /// <summary>Reads <c>RRGGBB</c>.</summary>
    public static Rgb Parse(string hex)
    {
        var value = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new Rgb((byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    /// <summary>The same as a colour of a cell.</summary>
    public TerminalColor ToTerminal() => TerminalColor.FromRgb(Red, Green, Blue);

    /// <summary>The colour a part of the way to another; 0 is this one, 1 the other.</summary>
    public Rgb Towards(Rgb other, double part) => new(
        (byte)Math.Round(Red + ((other.Red - Red) * part)),
        (byte)Math.Round(Green + ((other.Green - Green) * part)),
        (byte)Math.Round(Blue + ((other.Blue - Blue) * part)));

    /// <summary>A distance that follows the eye better than the plain one (the "redmean" approximation, squared).</summary>
    public double DistanceTo(Rgb other)
    {
        var mean = (Red + other.Red) / 2.0;
        double r = Red - other.Red, g = Green - other.Green, b = Blue - other.Blue;
        return ((2 + (mean / 256)) * r * r) + (4 * g * g) + ((2 + ((255 - mean) / 256)) * b * b);
    }

    private static double Linear(int channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
