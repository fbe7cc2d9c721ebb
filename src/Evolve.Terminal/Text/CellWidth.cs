using System.Text;

namespace Evolve.Terminal.Text;

/// <summary>How many columns text takes; the screen, the slides and the widgets all ask here, so that they agree.</summary>
public static class CellWidth
{
    /// <summary>The joiner that makes one picture of two, as in the emoji of a family.</summary>
    internal const int ZeroWidthJoiner = 0x200D;

    /// <summary>UTF-8 bytes that one cell holds at most; what would be more is left out, as tmux 3.3a does.</summary>
    internal const int MaxClusterBytes = 21;

    /// <summary>Columns of one code point: 0, 1 or 2; a control character takes none.</summary>
    public static int Of(Rune rune) => Of(rune.Value);

    /// <summary>Columns of one grapheme, 0 to 2: those of its first character, as tmux counts.</summary>
    public static int Of(string grapheme) => Measure(grapheme) switch { var width => Math.Min(width, 2) };

    /// <summary>Columns of a whole text.</summary>
    public static int Measure(ReadOnlySpan<char> text)
    {
        var width = 0;
        var joined = false;
        foreach (var rune in text.EnumerateRunes())
        {
            var own = Of(rune.Value);
            width += joined ? 0 : own;
            joined = rune.Value == ZeroWidthJoiner && width > 0;
        }

        return width;
    }

    /// <summary>The graphemes of a text as the screen puts them into cells; control characters are left out.</summary>
    public static IEnumerable<string> Graphemes(string text)
    {
        var start = 0;
        var end = 0;
        var joined = false;
        while (end < text.Length)
        {
            Rune.DecodeFromUtf16(text.AsSpan(end), out var rune, out var length);
            var continues = joined || (Of(rune.Value) == 0 && !Rune.IsControl(rune));
            if (end > start && !continues)
            {
                yield return text[start..end];
                start = end;
            }

            joined = rune.Value == ZeroWidthJoiner && end > start;
            end += length;
            if (Rune.IsControl(rune))
            {
                start = end;
            }
        }

        if (end > start)
        {
            yield return text[start..end];
        }
    }

    /// <summary>The longest start of a text that takes no more than so many columns.</summary>
    public static string Truncate(string text, int columns)
    {
        if (Measure(text) <= columns)
        {
            return text;
        }

        var width = 0;
        var start = new StringBuilder();
        foreach (var grapheme in Graphemes(text))
        {
            width += Of(grapheme);
            if (width > columns)
            {
                break;
            }

            start.Append(grapheme);
        }

        return start.ToString();
    }

    internal static int Of(int codePoint) =>
        codePoint < 0x20 || codePoint is >= 0x7F and < 0xA0 ? 0 : WidthTable.Of(codePoint);
}
