using System.Text;

namespace Evolve.Terminal.Screen.Reading;

/// <summary>Finds text in rows, also where a long line was wrapped.</summary>
internal static class TextSearch
{
    public static IReadOnlyList<SearchHit> Find(RowReader rows, string text)
    {
        var hits = new List<SearchHit>();
        if (text.Length == 0)
        {
            return hits;
        }

        var line = new StringBuilder();
        var places = new List<(int Row, int Column)>();
        for (var row = rows.FirstRow; row <= rows.LastRow; row++)
        {
            AppendRow(rows, row, line, places);
            if (!rows.IsWrapped(row) || row == rows.LastRow)
            {
                FindIn(rows, line.ToString(), places, text, hits);
                line.Clear();
                places.Clear();
            }
        }

        return hits;
    }

    private static void AppendRow(RowReader rows, int row, StringBuilder line, List<(int Row, int Column)> places)
    {
        var used = Math.Min(rows.LineAt(row)?.Used ?? 0, rows.Columns);
        for (var column = 0; column < used; column++)
        {
            var cell = rows.GetCell(row, column);
            line.Append(cell.Text);
            for (var i = 0; i < cell.Text.Length; i++)
            {
                places.Add((row, column));
            }
        }
    }

    private static void FindIn(
        RowReader rows, string line, List<(int Row, int Column)> places, string text, List<SearchHit> hits)
    {
        var at = line.IndexOf(text, StringComparison.OrdinalIgnoreCase);
        while (at >= 0)
        {
            var first = places[at];
            var last = places[at + text.Length - 1];
            var length = ((last.Row - first.Row) * rows.Columns) + last.Column - first.Column;
            hits.Add(new SearchHit(first.Row, first.Column, length + rows.GetCell(last.Row, last.Column).Width));
            at = line.IndexOf(text, at + text.Length, StringComparison.OrdinalIgnoreCase);
        }
    }
}
