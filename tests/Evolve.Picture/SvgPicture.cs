using System.Globalization;
using System.Text;
using Evolve.Terminal.Screen;

namespace Evolve.Picture;

/// <summary>Draws a terminal screen as an SVG picture, cell by cell, so that a README shows what a terminal would.</summary>
internal static class SvgPicture
{
    private const double CellWidth = 8.4;
    private const double CellHeight = 18;
    private const double Margin = 16;
    private const double TitleBar = 28;
    private const string DefaultForeground = "#d8dee9";
    private const string DefaultBackground = "#11151c";

    /// <summary>The picture of a screen under a title.</summary>
    public static string Of(VtScreen screen, string title)
    {
        var size = screen.Size;
        var width = (size.Columns * CellWidth) + (2 * Margin);
        var height = (size.Rows * CellHeight) + (2 * Margin) + TitleBar;
        var svg = new StringBuilder();
        svg.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0.#} {height:0.#}\" role=\"img\" aria-label=\"{Escape(title)}\">\n"));
        svg.Append("<style>text{font:14px 'DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre}</style>\n");
        svg.Append(Invariant($"<rect width=\"{width:0.#}\" height=\"{height:0.#}\" rx=\"10\" fill=\"{DefaultBackground}\"/>\n"));
        for (var i = 0; i < 3; i++)
        {
            svg.Append(Invariant($"<circle cx=\"{Margin + 6 + (i * 18):0.#}\" cy=\"18\" r=\"5.5\" fill=\"{new[] { "#ff5f57", "#febc2e", "#28c840" }[i]}\"/>\n"));
        }

        for (var row = 0; row < size.Rows; row++)
        {
            DrawRow(svg, screen, row);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawRow(StringBuilder svg, VtScreen screen, int row)
    {
        var top = Margin + TitleBar + (row * CellHeight);
        for (var column = 0; column < screen.Size.Columns;)
        {
            var first = screen.GetCell(row, column);
            var text = new StringBuilder();
            var end = column;
            while (end < screen.Size.Columns && screen.GetCell(row, end) is var cell && cell.Style == first.Style)
            {
                text.Append(cell.Text);
                end++;
            }

            DrawRun(svg, text.ToString(), first.Style, Margin + (column * CellWidth), top, (end - column) * CellWidth);
            column = end;
        }
    }

    private static void DrawRun(StringBuilder svg, string text, CellStyle style, double left, double top, double width)
    {
        var foreground = Colour(style.Foreground, DefaultForeground);
        var background = Colour(style.Background, DefaultBackground);
        if (style.Attributes.HasFlag(CellAttributes.Inverse))
        {
            (foreground, background) = (background, foreground);
        }

        if (background != DefaultBackground)
        {
            svg.Append(Invariant($"<rect x=\"{left:0.##}\" y=\"{top:0.##}\" width=\"{width:0.##}\" height=\"{CellHeight}\" fill=\"{background}\"/>\n"));
        }

        if (string.IsNullOrWhiteSpace(text) || style.Attributes.HasFlag(CellAttributes.Hidden))
        {
            return;
        }

        var look = new StringBuilder();
        look.Append(style.Attributes.HasFlag(CellAttributes.Bold) ? " font-weight=\"bold\"" : "");
        look.Append(style.Attributes.HasFlag(CellAttributes.Italic) ? " font-style=\"italic\"" : "");
        look.Append(style.Attributes.HasFlag(CellAttributes.Underline) ? " text-decoration=\"underline\"" : "");
        look.Append(style.Attributes.HasFlag(CellAttributes.Faint) ? " opacity=\"0.6\"" : "");
        svg.Append(Invariant($"<text x=\"{left:0.##}\" y=\"{top + 13.5:0.##}\" fill=\"{foreground}\" textLength=\"{width:0.##}\" lengthAdjust=\"spacingAndGlyphs\"{look}>{Escape(text)}</text>\n"));
    }

    private static string Colour(TerminalColor colour, string fallback) =>
        colour.IsRgb ? Invariant($"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}")
        : colour.IsIndexed ? Indexed(colour.Index)
        : fallback;

    // xterm's palette: 16 named colours, a 6x6x6 cube, 24 greys.
    private static string Indexed(byte index)
    {
        string[] named =
        [
            "#2e3440", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d8dee9",
            "#5c6370", "#ff7b86", "#b5e890", "#ffd787", "#7cc4ff", "#e39af0", "#7fdbe6", "#ffffff",
        ];
        if (index < 16)
        {
            return named[index];
        }

        if (index >= 232)
        {
            var grey = 8 + ((index - 232) * 10);
            return Invariant($"#{grey:x2}{grey:x2}{grey:x2}");
        }

        static int Level(int step) => step == 0 ? 0 : 55 + (step * 40);
        var cube = index - 16;
        return Invariant($"#{Level(cube / 36):x2}{Level(cube / 6 % 6):x2}{Level(cube % 6):x2}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
