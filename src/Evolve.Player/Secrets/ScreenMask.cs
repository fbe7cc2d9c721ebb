using System.Text;
using Evolve.Terminal.Screen;

namespace Evolve.Player.Secrets;

/// <summary>Finds the cells of a screen that hold secrets, also where a long line goes on in the next row.</summary>
public static class ScreenMask
{
    /// <summary>How many rows beyond what is shown belong to its first and last line at most.</summary>
    private const int MostRowsBeyond = 200;

    /// <summary>The cells to hide in some rows.</summary>
    /// <param name="mask">What is secret.</param>
    /// <param name="screen">The screen, which must not change meanwhile.</param>
    /// <param name="top">The first row; negative ones are scrolled away.</param>
    /// <param name="rows">How many rows.</param>
    /// <returns>Row by row, true for a cell that is to be hidden; null when there is none.</returns>
    public static bool[]? Find(LineMask mask, VtScreen screen, int top, int rows)
    {
        ArgumentNullException.ThrowIfNull(mask);
        ArgumentNullException.ThrowIfNull(screen);
        if (mask.IsEmpty)
        {
            return null;
        }

        bool[]? hidden = null;
        var columns = screen.Size.Columns;
        var last = Math.Min(top + rows, screen.Size.Rows) - 1;
        var row = top;
        while (row > top - MostRowsBeyond && row > -screen.ScrollbackCount && GoesOn(screen, row - 1))
        {
            row--;
        }

        while (row <= last)
        {
            var text = new StringBuilder();
            var places = new List<(int Row, int Column, int Width)>();
            do
            {
                Append(screen, row, text, places);
            }
            while (GoesOn(screen, row++) && row < screen.Size.Rows && row <= last + MostRowsBeyond);

            foreach (var range in mask.Find(text.ToString()))
            {
                for (var i = range.Start; i < range.Start + range.Length; i++)
                {
                    var (y, x, width) = places[i];
                    if (y >= top && y <= last)
                    {
                        hidden ??= new bool[rows * columns];
                        hidden.AsSpan(((y - top) * columns) + x, Math.Min(width, columns - x)).Fill(true);
                    }
                }
            }
        }

        return hidden;
    }

    /// <summary>The text between two places as <see cref="VtScreen.CopyText"/> gives it, without secrets.</summary>
    public static string CopyText(LineMask mask, VtScreen screen, (int Row, int Column) first, (int Row, int Column) last)
    {
        ArgumentNullException.ThrowIfNull(screen);
        var rows = last.Row - first.Row + 1;
        if (Find(mask, screen, first.Row, rows) is not { } hidden)
        {
            return screen.CopyText(first.Row, first.Column, last.Row, last.Column);
        }

        var (text, line) = (new StringBuilder(), new StringBuilder());
        var columns = screen.Size.Columns;
        for (var row = first.Row; row <= last.Row; row++)
        {
            var from = row == first.Row ? first.Column : 0;
            var to = row == last.Row ? last.Column : columns - 1;
            for (var column = from; column <= Math.Min(to, columns - 1); column++)
            {
                var isHidden = hidden[((row - first.Row) * columns) + column];
                line.Append(isHidden ? LineMask.Hidden.ToString() : screen.GetCell(row, column).Text);
            }

            if (row == last.Row || !screen.IsWrapped(row))
            {
                text.Append(line.ToString().TrimEnd(' ')).Append(row < last.Row ? "\n" : "");
                line.Clear();
            }
        }

        return text.ToString();
    }

    /// <summary>A program that wraps by itself leaves no mark, but a full row.</summary>
    private static bool GoesOn(VtScreen screen, int row) =>
        screen.IsWrapped(row) || screen.GetCell(row, screen.Size.Columns - 1).Text != " ";

    private static void Append(VtScreen screen, int row, StringBuilder text, List<(int Row, int Column, int Width)> places)
    {
        for (var column = 0; column < screen.Size.Columns; column++)
        {
            var cell = screen.GetCell(row, column);
            text.Append(cell.Text);
            for (var i = 0; i < cell.Text.Length; i++)
            {
                places.Add((row, column, Math.Max((byte)1, cell.Width)));
            }
        }

        // A wide character that did not fit leaves a blank at the end of a wrapped row, which is no part of the line.
        if (screen.IsWrapped(row) && row + 1 < screen.Size.Rows && text[^1] == ' ' && screen.GetCell(row + 1, 0).Width == 2)
        {
            text.Length--;
            places.RemoveAt(places.Count - 1);
        }
    }
}
