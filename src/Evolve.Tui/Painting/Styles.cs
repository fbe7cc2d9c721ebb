using Evolve.Terminal.Screen;
using Terminal.Gui.Drawing;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Evolve.Tui.Painting;

/// <summary>
/// Packs a cell's style into the library's attribute and keeps what the library has no place for: a palette colour is
/// its index in the blue channel under an alpha that no other colour has, the terminal's own colour is alpha 0.
/// </summary>
internal static class Styles
{
    /// <summary>The alpha of a palette colour.</summary>
    public const byte IndexedAlpha = 1;

    private static readonly (CellAttributes Ours, TextStyle Theirs)[] s_flags =
    [
        (CellAttributes.Bold, TextStyle.Bold),
        (CellAttributes.Faint, TextStyle.Faint),
        (CellAttributes.Italic, TextStyle.Italic),
        (CellAttributes.Underline | CellAttributes.DoubleUnderline, TextStyle.Underline),
        (CellAttributes.Blink, TextStyle.Blink),
        (CellAttributes.Inverse, TextStyle.Reverse),
        (CellAttributes.Strikethrough, TextStyle.Strikethrough),
    ];

    /// <summary>The library's attribute for a style.</summary>
    public static Attribute Pack(CellStyle style) =>
        new(Pack(style.Foreground), Pack(style.Background), Pack(style.Attributes));

    private static Color Pack(TerminalColor color) => color switch
    {
        { IsRgb: true } => new Color(color.Red, color.Green, color.Blue),
        { IsIndexed: true } => new Color(0, 0, color.Index, IndexedAlpha),
        _ => Color.None,
    };

    private static TextStyle Pack(CellAttributes attributes)
    {
        var style = TextStyle.None;
        foreach (var (ours, theirs) in s_flags)
        {
            if ((attributes & ours) != 0)
            {
                style |= theirs;
            }
        }

        return style;
    }
}
