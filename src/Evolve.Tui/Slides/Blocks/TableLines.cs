using System.Collections.Immutable;
using Evolve.Scenarios.Model;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Blocks;

/// <summary>Draws tables; columns shrink and cells wrap, and a table with no room for that becomes a list of its rows.</summary>
internal sealed class TableLines(InlineText text, Theme theme)
{
    private const int LeastColumn = 5;
    private const int Between = 3;

    /// <summary>The table's lines.</summary>
    public IEnumerable<StyledLine> Draw(TableBlock table, int width)
    {
        var columns = table.Rows.Select(row => row.Length).Append(table.Header.Length).Max();
        if (columns == 0)
        {
            return [];
        }

        var header = Cells(table.Header, columns, Role.Strong);
        var rows = table.Rows.Select(row => Cells(row, columns, Role.Text)).ToArray();
        var room = width - (Between * (columns - 1));
        var widths = Widths([header, .. rows], columns, room);
        return widths is null ? Records(header, rows, width) : Grid(table, header, rows, widths);
    }

    private Span[][] Cells(ImmutableArray<ImmutableArray<Inline>> cells, int columns, Role role) =>
        [.. Enumerable.Range(0, columns).Select(i => i < cells.Length ? text.Spans(cells[i], role).ToArray() : [])];

    /// <summary>The columns' widths, or null when the table does not fit however its cells are wrapped.</summary>
    private static int[]? Widths(Span[][][] rows, int columns, int room)
    {
        var natural = Enumerable.Range(0, columns)
            .Select(i => Math.Max(1, rows.Max(row => Wrapping.Wrap(row[i], int.MaxValue).Max(line => line.Width()))))
            .ToArray();
        var least = Enumerable.Range(0, columns)
            .Select(i => Math.Min(natural[i], Math.Max(LeastColumn, rows.Max(row => LongestWord(row[i])))))
            .ToArray();
        if (natural.Sum() <= room)
        {
            return natural;
        }

        if (least.Sum() > room)
        {
            // Words are torn rather than rows taken apart, as long as a column keeps a readable width.
            least = [.. natural.Select(width => Math.Min(width, LeastColumn))];
            if (least.Sum() > room)
            {
                return null;
            }
        }

        var widths = least;
        for (var spare = room - widths.Sum(); spare > 0; spare--)
        {
            var neediest = Enumerable.Range(0, columns)
                .Where(i => widths[i] < natural[i])
                .MaxBy(i => (double)natural[i] / widths[i]);
            widths[neediest]++;
        }

        return widths;
    }

    private static int LongestWord(Span[] cell) =>
        string.Concat(cell.Select(span => span.Text)).Split(' ', '\n').Max(word => CellText.Width(CellText.Clean(word)));

    private IEnumerable<StyledLine> Grid(TableBlock table, Span[][] header, Span[][][] rows, int[] widths)
    {
        foreach (var line in Row(table, header, widths))
        {
            yield return line;
        }

        var rule = new LineBuilder();
        for (var i = 0; i < widths.Length; i++)
        {
            rule.Add(i == 0 ? "" : $"{theme.Symbols.Lines[0]}{theme.Symbols.Lines[8]}{theme.Symbols.Lines[0]}", theme[Role.Border])
                .Add(new string(theme.Symbols.Lines[0], widths[i]), theme[Role.Border]);
        }

        yield return rule.Build();
        var drawn = rows.Select(row => Row(table, row, widths).ToArray()).ToArray();
        // Lines between rows cost room: only where wrapped cells would run together without them.
        var isLoose = drawn.Count(row => row.Length > 1) * 2 > drawn.Length;
        for (var i = 0; i < drawn.Length; i++)
        {
            if (isLoose && i > 0)
            {
                yield return Separator(widths);
            }

            foreach (var line in drawn[i])
            {
                yield return line;
            }
        }
    }

    private StyledLine Separator(int[] widths)
    {
        var line = new LineBuilder();
        var dash = theme.Symbols.Lines[10];
        for (var i = 0; i < widths.Length; i++)
        {
            line.Add(i == 0 ? "" : $"{dash}{theme.Symbols.Lines[1]}{dash}", theme[Role.Rule])
                .Add(new string(dash, widths[i]), theme[Role.Rule]);
        }

        return line.Build();
    }

    private IEnumerable<StyledLine> Row(TableBlock table, Span[][] cells, int[] widths)
    {
        var wrapped = cells.Select((cell, i) => Wrapping.Wrap(cell, widths[i])).ToArray();
        for (var row = 0; row < wrapped.Max(cell => cell.Length); row++)
        {
            var line = new LineBuilder();
            var end = 0;
            for (var i = 0; i < wrapped.Length; i++)
            {
                if (i > 0)
                {
                    line.PadTo(end, theme.Fill(Surface.Canvas)).Add($" {theme.Symbols.Lines[1]} ", theme[Role.Border]);
                    end += Between;
                }

                var cell = row < wrapped[i].Length ? wrapped[i][row] : StyledLine.Empty;
                var free = Math.Max(0, widths[i] - cell.Width());
                var left = (i < table.Alignments.Length ? table.Alignments[i] : ColumnAlignment.Left) switch
                {
                    ColumnAlignment.Right => free,
                    ColumnAlignment.Center => free / 2,
                    _ => 0,
                };
                line.PadTo(end + left, theme.Fill(Surface.Canvas)).Add(cell);
                end += widths[i];
            }

            yield return line.Build();
        }
    }

    private IEnumerable<StyledLine> Records(Span[][] header, Span[][][] rows, int width)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (i > 0)
            {
                yield return new StyledLine([new Span(new string(theme.Symbols.Lines[10], width), theme[Role.Rule])]);
            }

            for (var column = 0; column < header.Length; column++)
            {
                var label = header[column].Length > 0 ? [.. header[column], new Span(": ", theme[Role.Muted])] : header[column];
                foreach (var line in Wrapping.Wrap([.. label, .. rows[i][column]], width))
                {
                    yield return line;
                }
            }
        }
    }
}
