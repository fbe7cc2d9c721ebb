using Evolve.Terminal.Screen.Parsing;
using Evolve.Terminal.Screen.Storage;

namespace Evolve.Terminal.Screen.Emulation;

/// <summary>
/// Select graphic rendition (ECMA-48, 8.3.117) with xterm's colours, as <c>38;5;n</c> and <c>38;2;r;g;b</c> and with
/// colons (ISO 8613-6). Underlines of every shape but the double one are plain; their colour is left out.
/// </summary>
internal static class Sgr
{
    private const int Foreground = 38;
    private const int Background = 48;
    private const int UnderlineColor = 58;
    private const CellAttributes AnyUnderline = CellAttributes.Underline | CellAttributes.DoubleUnderline;

    /// <summary>The packed style after the parameters have been applied.</summary>
    public static ulong Apply(ulong style, Parameters parameters)
    {
        if (parameters.Count == 0)
        {
            return 0;
        }

        var current = PackedStyle.Unpack(style);
        for (var i = 0; i < parameters.Count; i++)
        {
            current = parameters.IsColonText(i) ? WithColons(current, parameters, i)
                : parameters.Get(i, 0, 0) is Foreground or Background or UnderlineColor ? WithColor(current, parameters, ref i)
                : With(current, parameters.Get(i, 0, 0)!.Value);
        }

        return PackedStyle.Pack(current);
    }

    private static CellStyle With(CellStyle style, int code) => code switch
    {
        0 => default,
        1 => Add(style, CellAttributes.Bold),
        2 => Add(style, CellAttributes.Faint),
        3 => Add(style, CellAttributes.Italic),
        4 => Add(Remove(style, AnyUnderline), CellAttributes.Underline),
        5 or 6 => Add(style, CellAttributes.Blink),
        7 => Add(style, CellAttributes.Inverse),
        8 => Add(style, CellAttributes.Hidden),
        9 => Add(style, CellAttributes.Strikethrough),
        21 => Add(Remove(style, AnyUnderline), CellAttributes.DoubleUnderline),
        22 => Remove(style, CellAttributes.Bold | CellAttributes.Faint),
        23 => Remove(style, CellAttributes.Italic),
        24 => Remove(style, AnyUnderline),
        25 => Remove(style, CellAttributes.Blink),
        27 => Remove(style, CellAttributes.Inverse),
        28 => Remove(style, CellAttributes.Hidden),
        29 => Remove(style, CellAttributes.Strikethrough),
        >= 30 and <= 37 => style with { Foreground = TerminalColor.FromIndex((byte)(code - 30)) },
        39 => style with { Foreground = TerminalColor.Default },
        >= 40 and <= 47 => style with { Background = TerminalColor.FromIndex((byte)(code - 40)) },
        49 => style with { Background = TerminalColor.Default },
        53 => Add(style, CellAttributes.Overline),
        55 => Remove(style, CellAttributes.Overline),
        >= 90 and <= 97 => style with { Foreground = TerminalColor.FromIndex((byte)(code - 90 + 8)) },
        >= 100 and <= 107 => style with { Background = TerminalColor.FromIndex((byte)(code - 100 + 8)) },
        _ => style,
    };

    /// <summary>A colour in parameters of its own: <c>38;5;n</c> or <c>38;2;r;g;b</c>.</summary>
    private static CellStyle WithColor(CellStyle style, Parameters parameters, ref int i)
    {
        var target = parameters.Get(i, 0, 0)!.Value;
        i++;
        switch (parameters.Find(i))
        {
            case 5:
                return Indexed(style, target, parameters.Find(++i) ?? -1);
            case 2 when Rgb(parameters.Find(i + 1), parameters.Find(i + 2), parameters.Find(i + 3)) is { } color:
                i += 3;
                return Set(style, target, color);
            default:
                return style;
        }
    }

    private static CellStyle WithColons(CellStyle style, Parameters parameters, int index)
    {
        Span<int> numbers = stackalloc int[8];
        if (!parameters.TryReadColons(index, numbers, out var count))
        {
            return style;
        }

        if (numbers[0] == 4)
        {
            return count != 2 ? style : numbers[1] switch
            {
                0 => Remove(style, AnyUnderline),
                1 or 3 or 4 or 5 => With(style, 4),
                2 => With(style, 21),
                _ => style,
            };
        }

        if (numbers[0] is not (Foreground or Background or UnderlineColor) || count < 3)
        {
            return style;
        }

        // With six numbers the third names a colour space, which is left out.
        var first = count == 5 ? 2 : 3;
        return numbers[1] switch
        {
            5 => Indexed(style, numbers[0], numbers[2]),
            2 when count >= first + 3
                && Rgb(numbers[first], numbers[first + 1], numbers[first + 2]) is { } color => Set(style, numbers[0], color),
            _ => style,
        };
    }

    private static CellStyle Indexed(CellStyle style, int target, int index) =>
        Set(style, target, index is >= 0 and <= 255 ? TerminalColor.FromIndex((byte)index) : TerminalColor.Default);

    private static CellStyle Set(CellStyle style, int target, TerminalColor color) => target switch
    {
        Foreground => style with { Foreground = color },
        Background => style with { Background = color },
        _ => style,
    };

    private static TerminalColor? Rgb(int? red, int? green, int? blue) =>
        red is >= 0 and <= 255 && green is >= 0 and <= 255 && blue is >= 0 and <= 255
            ? TerminalColor.FromRgb((byte)red, (byte)green, (byte)blue)
            : null;

    private static CellStyle Add(CellStyle style, CellAttributes attributes) =>
        style with { Attributes = style.Attributes | attributes };

    private static CellStyle Remove(CellStyle style, CellAttributes attributes) =>
        style with { Attributes = style.Attributes & ~attributes };
}
