using System.Text;

namespace Evolve.Terminal.Screen.Reading;

/// <summary>Text out of rows, as a user who copies it expects it.</summary>
internal static class TextExtract
{
    public static string All(RowReader rows) =>
        Between(rows, (rows.FirstRow, 0), (rows.LastRow, rows.Columns - 1)).TrimEnd('\n');

    public static string Between(RowReader rows, (int Row, int Column) start, (int Row, int Column) end)
    {
        if (start.CompareTo(end) > 0)
        {
            (start, end) = (end, start);
        }

        var first = Math.Max(start.Row, rows.FirstRow);
        var last = Math.Min(end.Row, rows.LastRow);
        var text = new StringBuilder();
        var line = new StringBuilder();
        for (var row = first; row <= last; row++)
        {
            rows.Append(
                row, row == start.Row ? start.Column : 0, row == end.Row ? end.Column : rows.Columns - 1, line);
            if (row < last && rows.IsWrapped(row))
            {
                continue;
            }

            text.Append(line.ToString().TrimEnd(' ')).Append(row < last ? "\n" : "");
            line.Clear();
        }

        return text.ToString();
    }
}
