using System.Text;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Evolve.Tui.Host;

/// <summary>Writes an attribute as its SGR sequence (ECMA-48, 8.3.117); colours are as <see cref="Painting.Styles"/> packed them.</summary>
internal static class SgrWriter
{
    public static void Append(StringBuilder output, Attribute attribute)
    {
        output.Append("\u001b[0");
        var style = attribute.Style;
        AppendIf(output, style, TextStyle.Bold, ";1");
        AppendIf(output, style, TextStyle.Faint, ";2");
        AppendIf(output, style, TextStyle.Italic, ";3");
        AppendIf(output, style, TextStyle.Underline, ";4");
        AppendIf(output, style, TextStyle.Blink, ";5");
        AppendIf(output, style, TextStyle.Reverse, ";7");
        AppendIf(output, style, TextStyle.Strikethrough, ";9");
        AppendColor(output, attribute.Foreground, isBackground: false);
        AppendColor(output, attribute.Background, isBackground: true);
        output.Append('m');
    }

    private static void AppendIf(StringBuilder output, TextStyle style, TextStyle wanted, string code)
    {
        if ((style & wanted) != 0)
        {
            output.Append(code);
        }
    }

    private static void AppendColor(StringBuilder output, Color color, bool isBackground)
    {
        switch (color.A)
        {
            case 0:
                break;
            case Painting.Styles.IndexedAlpha when color.B < 8:
                output.Append(';').Append((isBackground ? 40 : 30) + color.B);
                break;
            case Painting.Styles.IndexedAlpha when color.B < 16:
                output.Append(';').Append((isBackground ? 100 : 90) + color.B - 8);
                break;
            case Painting.Styles.IndexedAlpha:
                output.Append(isBackground ? ";48;5;" : ";38;5;").Append(color.B);
                break;
            default:
                output.Append(isBackground ? ";48;2;" : ";38;2;")
                    .Append(color.R).Append(';').Append(color.G).Append(';').Append(color.B);
                break;
        }
    }
}
