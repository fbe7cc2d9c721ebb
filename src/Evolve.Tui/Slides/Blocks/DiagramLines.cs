using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Blocks;

/// <summary>Draws pictures made of text: as they are, never wrapped.</summary>
internal sealed class DiagramLines(Theme theme)
{
    /// <summary>True for a fence whose text is a picture rather than code.</summary>
    public static bool IsDiagram(string language, string text) =>
        language is "" or "text" or "txt" or "diagram" or "plain"
        && (text.Any(character => IsLine(character) || IsArrow(character))
            || text.Contains("+--", StringComparison.Ordinal)
            || text.Contains("-->", StringComparison.Ordinal));

    /// <summary>The columns of the widest line.</summary>
    public static int WidthOf(string text) => text.Split('\n').Max(line => CellText.Width(CellText.Clean(line)));

    /// <summary>The lines, clipped where they are too wide, in the middle of <paramref name="width"/>.</summary>
    public IEnumerable<StyledLine> Draw(string text, int width)
    {
        var left = Math.Max(0, (width - WidthOf(text)) / 2);
        foreach (var line in text.Split('\n'))
        {
            var builder = new LineBuilder();
            foreach (var grapheme in CellText.Graphemes(CellText.Clean(line)))
            {
                builder.Add(grapheme, theme[RoleOf(grapheme[0])]);
            }

            yield return builder.Build().Clip(width, theme.Symbols.Ellipsis).Indent(left, theme.Fill(Surface.Canvas));
        }
    }

    private static Role RoleOf(char character) => character switch
    {
        _ when IsLine(character) => Role.Muted,
        _ when IsArrow(character) => Role.Accent,
        >= '\u2580' and <= '\u259F' => Role.Heading2,
        _ => Role.Text,
    };

    private static bool IsLine(char character) => character is >= '\u2500' and <= '\u257F';

    private static bool IsArrow(char character) =>
        character is (>= '\u2190' and <= '\u21FF') or '▶' or '◀' or '▲' or '▼' or '►' or '◄';
}
