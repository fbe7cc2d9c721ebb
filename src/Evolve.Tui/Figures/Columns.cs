using System.Collections.Immutable;
using Evolve.Terminal.Screen;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Figures;

/// <summary>Values as columns of a chart, an eighth of a row exact where the terminal can draw it.</summary>
internal static class Columns
{
    private const string Eighths = " ▁▂▃▄▅▆▇█";
    private const string Ascii = " .:#";

    /// <summary>The chart's rows from the top; a value of null is left empty.</summary>
    public static ImmutableArray<StyledLine> Draw(IReadOnlyList<(double? Value, CellStyle Style)> values, double top, int rows, Theme theme)
    {
        var steps = theme.Symbols.IsUnicode ? Eighths : Ascii;
        var lines = ImmutableArray.CreateBuilder<StyledLine>(rows);
        for (var row = rows - 1; row >= 0; row--)
        {
            var line = new LineBuilder();
            foreach (var (value, style) in values)
            {
                var height = value is { } known ? Math.Clamp(known / top, 0, 1) * rows * (steps.Length - 1) : 0;

                // What is there at all is seen.
                var filled = value is > 0 ? Math.Max(1, (int)Math.Round(height)) : 0;
                var step = Math.Clamp(filled - (row * (steps.Length - 1)), 0, steps.Length - 1);
                line.Add(steps[step].ToString(), style);
            }

            lines.Add(line.Build());
        }

        return lines.ToImmutable();
    }
}
