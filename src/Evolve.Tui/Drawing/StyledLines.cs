using System.Collections.Immutable;
using Evolve.Terminal.Screen;

namespace Evolve.Tui.Drawing;

/// <summary>What can be done with finished lines.</summary>
public static class StyledLines
{
    /// <summary>The columns that a line takes.</summary>
    public static int Width(this StyledLine line) => line.Spans.Sum(span => CellText.Width(span.Text));

    /// <summary>The line cut to a width, with <paramref name="ellipsis"/> at its end when something is missing.</summary>
    public static StyledLine Clip(this StyledLine line, int width, string ellipsis = "")
    {
        if (line.Width() <= width)
        {
            return line;
        }

        var room = Math.Max(0, width - CellText.Width(ellipsis));
        var builder = new LineBuilder();
        foreach (var span in line.Spans)
        {
            var part = CellText.Clip(span.Text, room - builder.Width, "");
            builder.Add(part, span.Style);
            if (part.Length < span.Text.Length)
            {
                return builder.Add(CellText.Width(ellipsis) <= width ? ellipsis : "", span.Style).Build();
            }
        }

        return builder.Build();
    }

    /// <summary>The line filled with spaces on the right to a width.</summary>
    public static StyledLine PadRight(this StyledLine line, int width, CellStyle style) =>
        new LineBuilder().Add(line).PadTo(width, style).Build();

    /// <summary>The line moved to the right.</summary>
    public static StyledLine Indent(this StyledLine line, int columns, CellStyle style) =>
        columns <= 0 || line.Spans.IsEmpty ? line : new LineBuilder().PadTo(columns, style).Add(line).Build();

    /// <summary>The line in the middle of a width.</summary>
    public static StyledLine Center(this StyledLine line, int width, CellStyle style) =>
        line.Indent((width - line.Width()) / 2, style);

    /// <summary>Spaces in place of everything that is on the line.</summary>
    public static StyledLine Blank(this StyledLine line, CellStyle style) =>
        line.Spans.IsEmpty ? line : new StyledLine([new Span(new string(' ', line.Width()), style)]);

    /// <summary>A line of one text.</summary>
    public static StyledLine Of(string text, CellStyle style) => new LineBuilder().Add(text, style).Build();

    /// <summary>The lines with empty ones added or the last ones left out, so that there are <paramref name="height"/>.</summary>
    public static ImmutableArray<StyledLine> FitHeight(this IEnumerable<StyledLine> lines, int height)
    {
        var fitted = lines.Take(Math.Max(0, height)).ToList();
        while (fitted.Count < height)
        {
            fitted.Add(StyledLine.Empty);
        }

        return [.. fitted];
    }
}
