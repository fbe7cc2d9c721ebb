using System.Globalization;
using System.Text;
using Evolve.Terminal.Screen;

namespace Evolve.Terminal.Tests.Differential;

/// <summary>
/// Turns the lines of <c>capture-pane -e</c> into text with a mark wherever the style changes. Written apart from the
/// screen's own SGR code, so that the two check each other.
/// </summary>
internal static class CaptureParser
{
    private const string Graphics = "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    public static List<string> Parse(List<string> lines)
    {
        var style = default(CellStyle);
        var isGraphic = false;
        var rows = new List<string>();
        foreach (var line in lines)
        {
            var row = new StyledText();
            for (var i = 0; i < line.Length; i++)
            {
                switch (line[i])
                {
                    case '\e':
                        var end = line.IndexOf('m', i);
                        style = Apply(style, line[(i + 2)..end]);
                        i = end;
                        break;
                    case '\x0E':
                        isGraphic = true;
                        break;
                    case '\x0F':
                        isGraphic = false;
                        break;
                    default:
                        row.Add((isGraphic ? Graphic(line[i]) : line[i]).ToString(), style);
                        break;
                }
            }

            rows.Add(row.ToString());
        }

        return rows;
    }

    private static char Graphic(char ascii) => ascii switch
    {
        >= '`' and <= '~' => Graphics[ascii - '`'],
        '+' => '→',
        ',' => '←',
        '-' => '↑',
        '.' => '↓',
        '0' => '█',
        _ => ascii,
    };

    private static CellStyle Apply(CellStyle style, string codes)
    {
        var parts = codes.Split(';');
        for (var i = 0; i < parts.Length; i++)
        {
            var attribute = parts[i] switch
            {
                "1" => CellAttributes.Bold,
                "2" => CellAttributes.Faint,
                "3" => CellAttributes.Italic,
                "4" or "4:3" or "4:4" or "4:5" => CellAttributes.Underline,
                "4:2" => CellAttributes.DoubleUnderline,
                "5" => CellAttributes.Blink,
                "7" => CellAttributes.Inverse,
                "8" => CellAttributes.Hidden,
                "9" => CellAttributes.Strikethrough,
                "5:3" => CellAttributes.Overline,
                _ => CellAttributes.None,
            };
            if (attribute != CellAttributes.None)
            {
                style = style with { Attributes = style.Attributes | attribute };
                continue;
            }

            var code = int.Parse(parts[i], CultureInfo.InvariantCulture);
            switch (code)
            {
                case 0:
                    style = default;
                    break;
                case 38 or 48 or 58:
                    var length = parts[i + 1] == "5" ? 3 : 5;
                    style = Colour(style, code, Extended([.. parts[(i + 2)..(i + length)].Select(byte.Parse)]));
                    i += length - 1;
                    break;
                case 39 or 49:
                    style = Colour(style, code - 1, TerminalColor.Default);
                    break;
                case >= 100:
                    style = Colour(style, 48, TerminalColor.FromIndex((byte)(code - 92)));
                    break;
                case >= 90:
                    style = Colour(style, 38, TerminalColor.FromIndex((byte)(code - 82)));
                    break;
                case >= 40:
                    style = Colour(style, 48, TerminalColor.FromIndex((byte)(code - 40)));
                    break;
                default:
                    style = Colour(style, 38, TerminalColor.FromIndex((byte)(code - 30)));
                    break;
            }
        }

        return style;
    }

    private static TerminalColor Extended(byte[] numbers) =>
        numbers.Length == 1 ? TerminalColor.FromIndex(numbers[0]) : TerminalColor.FromRgb(numbers[0], numbers[1], numbers[2]);

    private static CellStyle Colour(CellStyle style, int target, TerminalColor colour) => target switch
    {
        38 => style with { Foreground = colour },
        48 => style with { Background = colour },
        _ => style,
    };
}

/// <summary>Text with a mark wherever the style changes.</summary>
internal sealed class StyledText
{
    private readonly StringBuilder _text = new();
    private CellStyle _style;

    public void Add(string text, CellStyle style)
    {
        if (style != _style)
        {
            _text.Append(CultureInfo.InvariantCulture, $"⟦{Show(style.Foreground)},{Show(style.Background)},{(int)style.Attributes}⟧");
            _style = style;
        }

        _text.Append(text);
    }

    public override string ToString() => _text.ToString();

    private static string Show(TerminalColor colour) =>
        colour.IsDefault ? "-" : colour.IsIndexed ? $"{colour.Index}" : $"#{colour.Red:X2}{colour.Green:X2}{colour.Blue:X2}";
}
