using System.Globalization;
using System.Text;

namespace Evolve.Terminal.Screen.Reading;

/// <summary>What a screen shows as text with its colours, in the fewest control sequences (SGR) that draw it again.</summary>
internal static class StyledText
{
    private static readonly (CellAttributes Attribute, string Code)[] Codes =
    [
        (CellAttributes.Bold, "1"), (CellAttributes.Faint, "2"), (CellAttributes.Italic, "3"), (CellAttributes.Underline, "4"),
        (CellAttributes.Blink, "5"), (CellAttributes.Inverse, "7"), (CellAttributes.Hidden, "8"), (CellAttributes.Strikethrough, "9"),
        (CellAttributes.DoubleUnderline, "21"), (CellAttributes.Overline, "53"),
    ];

    /// <summary>The rows down to the last that shows something, each on a line of its own.</summary>
    public static string Of(VtScreen screen)
    {
        var rows = Enumerable.Range(0, screen.Size.Rows).Select(row => Row(screen, row)).ToList();
        while (rows.Count > 0 && rows[^1].Length == 0)
        {
            rows.RemoveAt(rows.Count - 1);
        }

        return string.Join('\n', rows);
    }

    private static string Row(VtScreen screen, int row)
    {
        var cells = Enumerable.Range(0, screen.Size.Columns).Select(column => screen.GetCell(row, column)).ToList();
        var end = cells.FindLastIndex(cell => cell.Text != " " || cell.Style != default);
        var text = new StringBuilder();
        var style = default(CellStyle);
        foreach (var cell in cells.Take(end + 1))
        {
            if (cell.Style != style)
            {
                text.Append(Sgr(cell.Style));
                style = cell.Style;
            }

            text.Append(cell.Text);
        }

        return text.Append(style == default ? "" : "\e[m").ToString();
    }

    private static string Sgr(CellStyle style)
    {
        IEnumerable<string> codes =
        [
            "0",
            .. Codes.Where(pair => style.Attributes.HasFlag(pair.Attribute)).Select(pair => pair.Code),
            .. Colour(style.Foreground, "38"),
            .. Colour(style.Background, "48"),
        ];
        return $"\e[{string.Join(';', codes)}m";
    }

    private static string[] Colour(TerminalColor colour, string plane) =>
        colour.IsRgb ? [plane, "2", Number(colour.Red), Number(colour.Green), Number(colour.Blue)]
        : colour.IsIndexed ? [plane, "5", Number(colour.Index)]
        : [];

    private static string Number(byte number) => number.ToString(CultureInfo.InvariantCulture);
}
