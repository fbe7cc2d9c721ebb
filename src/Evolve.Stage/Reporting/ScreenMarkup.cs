using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Evolve.Terminal;
using Evolve.Terminal.Screen;

namespace Evolve.Stage.Reporting;

/// <summary>What a pane showed as a piece of a page. It goes through our own terminal, so that no control sequence is left in it.</summary>
internal static class ScreenMarkup
{
    private const int MostColumns = 500;
    private const int MostRows = 400;

    private static readonly (CellAttributes Attribute, string Class)[] Looks =
    [
        (CellAttributes.Bold, "b"), (CellAttributes.Faint, "d"), (CellAttributes.Italic, "i"), (CellAttributes.Underline, "u"),
        (CellAttributes.Strikethrough, "s"), (CellAttributes.Hidden, "h"),
    ];

    /// <summary>A <c>pre</c> with the screen's colours.</summary>
    public static XElement Of(string styledText)
    {
        var lines = styledText.Split('\n');
        var size = new TerminalSize(
            Math.Clamp(lines.Max(line => line.Length), 1, MostColumns), Math.Clamp(lines.Length, 1, MostRows));
        var screen = new VtScreen(size, scrollbackLimit: 0);
        screen.Feed(Encoding.UTF8.GetBytes(string.Join("\r\n", lines.TakeLast(MostRows))));
        var rows = Enumerable.Range(0, size.Rows).SelectMany(row => Row(screen, row).Append("\n")).ToList();
        return Markup.Of("pre", "screen", [.. rows.Take(rows.Count - 1)]);
    }

    private static IEnumerable<object> Row(VtScreen screen, int row)
    {
        var cells = Enumerable.Range(0, screen.Size.Columns).Select(column => screen.GetCell(row, column)).ToList();
        var end = cells.FindLastIndex(cell => cell.Text != " " || cell.Style != default) + 1;
        for (var column = 0; column < end;)
        {
            var style = cells[column].Style;
            var text = new StringBuilder();
            while (column < end && cells[column].Style == style)
            {
                text.Append(cells[column++].Text);
            }

            yield return style == default ? text.ToString() : Run(text.ToString(), style);
        }
    }

    private static XElement Run(string text, CellStyle style)
    {
        var (front, back) = style.Attributes.HasFlag(CellAttributes.Inverse)
            ? (Colour(style.Background, "var(--screen)"), Colour(style.Foreground, "var(--screen-text)"))
            : (Colour(style.Foreground, null), Colour(style.Background, null));
        var look = string.Join(' ', Looks.Where(pair => style.Attributes.HasFlag(pair.Attribute)).Select(pair => pair.Class));
        var colours = string.Concat(front is null ? "" : $"color:{front};", back is null ? "" : $"background:{back}");
        return Markup.Of(
            "span", look.Length == 0 ? null : look, colours.Length == 0 ? null : Markup.With("style", colours.TrimEnd(';')), text);
    }

    private static string? Colour(TerminalColor colour, string? usual) =>
        colour.IsRgb ? Hex(colour.Red, colour.Green, colour.Blue)
        : colour.IsIndexed ? Indexed(colour.Index)
        : usual;

    // The 16 named colours are the page's; then come a cube of 6x6x6 and 24 greys, as in xterm.
    private static string Indexed(byte index)
    {
        if (index < 16)
        {
            return string.Create(CultureInfo.InvariantCulture, $"var(--ansi-{index})");
        }

        if (index >= 232)
        {
            var grey = (byte)(8 + ((index - 232) * 10));
            return Hex(grey, grey, grey);
        }

        var cube = index - 16;
        return Hex(Level(cube / 36), Level(cube / 6 % 6), Level(cube % 6));

        static byte Level(int step) => (byte)(step == 0 ? 0 : 55 + (step * 40));
    }

    private static string Hex(byte red, byte green, byte blue) =>
        string.Create(CultureInfo.InvariantCulture, $"#{red:x2}{green:x2}{blue:x2}");
}
