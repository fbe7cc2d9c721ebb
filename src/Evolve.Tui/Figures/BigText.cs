using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Figures;

/// <summary>Figures drawn of blocks, so that the back row can read them.</summary>
public static class BigText
{
    /// <summary>The most characters that a figure has: what is longer is told in thousands or millions.</summary>
    public const int Longest = 4;

    private const int PixelRows = 5;

    /// <summary>Three columns and five rows of pixels a character, a row behind the other.</summary>
    private static readonly Dictionary<char, string> s_font = new()
    {
        ['0'] = "111 101 101 101 111",
        ['1'] = "010 110 010 010 111",
        ['2'] = "111 001 111 100 111",
        ['3'] = "111 001 111 001 111",
        ['4'] = "101 101 111 001 001",
        ['5'] = "111 100 111 001 111",
        ['6'] = "111 100 111 101 111",
        ['7'] = "111 001 010 010 010",
        ['8'] = "111 101 111 101 111",
        ['9'] = "111 101 111 001 111",
        ['.'] = "0 0 0 0 1",
        ['-'] = "000 000 111 000 000",
        ['k'] = "100 101 110 101 101",
        ['M'] = "101 111 111 101 101",
        ['G'] = "111 100 101 101 111",
    };

    /// <summary>The size of a pixel: the largest that gives a figure its room; null when none does.</summary>
    /// <param name="width">The columns that <see cref="Longest"/> characters may take.</param>
    /// <param name="height">The rows that they may take.</param>
    /// <param name="symbols">What the terminal can draw.</param>
    public static BigScale? Fit(int width, int height, Symbols symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        BigScale[] scales = symbols.IsUnicode ? [new(4, 2), new(2, 1), new(1, 0)] : [new(4, 2), new(2, 1), new(1, 1)];
        return scales.Where(scale => scale.Rows <= height && scale.Width(Longest) <= width).Cast<BigScale?>().FirstOrDefault();
    }

    /// <summary>The rows of a text; characters that it has no picture of are left out.</summary>
    public static ImmutableArray<string> Draw(string text, BigScale scale, Symbols symbols)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(symbols);
        var glyphs = text.Where(s_font.ContainsKey).Select(character => s_font[character].Split(' ')).ToArray();
        var pixels = Enumerable.Range(0, PixelRows).Select(row => string.Join('0', glyphs.Select(glyph => glyph[row]))).ToArray();
        if (scale.PixelHeight > 0)
        {
            var block = symbols.IsUnicode ? '█' : '#';
            return
            [
                .. pixels.SelectMany(row => Enumerable.Repeat(
                    string.Concat(row.Select(pixel => new string(pixel == '1' ? block : ' ', scale.PixelWidth))), scale.PixelHeight)),
            ];
        }

        var rows = ImmutableArray.CreateBuilder<string>();
        for (var top = 0; top < PixelRows; top += 2)
        {
            var line = new StringBuilder();
            for (var x = 0; x < pixels[0].Length; x++)
            {
                var isBelow = top + 1 < PixelRows && pixels[top + 1][x] == '1';
                line.Append((pixels[top][x] == '1', isBelow) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => ' ',
                });
            }

            rows.Add(line.ToString());
        }

        return rows.ToImmutable();
    }

    /// <summary>A number in at most <see cref="Longest"/> characters: one decimal below ten if it is not whole, thousands and millions above 9999.</summary>
    public static string Of(double number) => number switch
    {
        < 9.95 when Math.Abs(number - Math.Round(number)) > 0.049 => number.ToString("0.0", CultureInfo.InvariantCulture),
        < 9999.5 => number.ToString("0", CultureInfo.InvariantCulture),
        < 999_500 => $"{(number / 1000).ToString("0", CultureInfo.InvariantCulture)}k",
        < 999_500_000 => $"{(number / 1e6).ToString("0", CultureInfo.InvariantCulture)}M",
        _ => $"{Math.Min(999, number / 1e9).ToString("0", CultureInfo.InvariantCulture)}G",
    };
}

/// <summary>How large the pixels of a big text are.</summary>
/// <param name="PixelWidth">Columns a pixel.</param>
/// <param name="PixelHeight">Rows a pixel; 0 for two pixels a row, by half blocks.</param>
public readonly record struct BigScale(int PixelWidth, int PixelHeight)
{
    /// <summary>Rows a text.</summary>
    public int Rows => PixelHeight == 0 ? 3 : 5 * PixelHeight;

    /// <summary>Columns of so many characters.</summary>
    public int Width(int characters) => PixelWidth * ((4 * characters) - 1);
}
