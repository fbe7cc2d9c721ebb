using System.Text;
using Evolve.Terminal.Text;

namespace Evolve.Tui.Drawing;

/// <summary>Text measured in character cells.</summary>
public static class CellText
{
    private const int TabStop = 4;

    /// <summary>The columns that a text takes.</summary>
    public static int Width(string text) => CellWidth.Measure(text);

    /// <summary>The columns that one grapheme takes: 0, 1 or 2.</summary>
    public static int WidthOf(string grapheme) => CellWidth.Of(grapheme);

    /// <summary>A text's graphemes in order, as the screen puts them into cells; control characters are left out.</summary>
    public static IEnumerable<string> Graphemes(string text) => CellWidth.Graphemes(text);

    /// <summary>The same text without what a terminal would obey: control characters and changes of direction; tabs become spaces.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(IsDangerous))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + TabStop);
        foreach (var character in text)
        {
            if (character == '\t')
            {
                clean.Append(' ', TabStop - (clean.Length % TabStop));
            }
            else if (!IsDangerous(character))
            {
                clean.Append(character);
            }
        }

        return clean.ToString();
    }

    /// <summary>The text cut to a width, with <paramref name="ellipsis"/> at its end when something is missing.</summary>
    public static string Clip(string text, int width, string ellipsis)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var room = width - Width(ellipsis);
        if (room < 0)
        {
            return "";
        }

        var clipped = new StringBuilder();
        foreach (var grapheme in Graphemes(text))
        {
            room -= WidthOf(grapheme);
            if (room < 0)
            {
                break;
            }

            clipped.Append(grapheme);
        }

        return clipped.Append(ellipsis).ToString();
    }

    private static bool IsDangerous(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
