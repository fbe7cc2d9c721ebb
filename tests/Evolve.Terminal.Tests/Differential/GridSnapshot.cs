using System.Globalization;
using Evolve.Terminal.Screen;
using Evolve.Terminal.Screen.Storage;

namespace Evolve.Terminal.Tests.Differential;

/// <summary>
/// Everything that is compared: cursor, region, modes and tabs; every row of scrollback and screen up to its last
/// written cell with styles; and the same rows joined where they are wrapped.
/// </summary>
internal sealed record GridSnapshot(string State, List<string> Rows, List<string> Joined)
{
    public static GridSnapshot Of(VtScreen screen)
    {
        var display = screen.Display;
        var modes = screen.Modes;
        var tabs = string.Join(',', Enumerable.Range(0, display.Columns).Where(display.IsTab));
        var state = string.Create(
            CultureInfo.InvariantCulture,
            $"{display.X} {display.Y} {display.Columns} {display.Rows} {display.Top} {display.Bottom} " +
            $"{Flag(display.IsCursorVisible)}{Flag(modes.Insert)}{Flag(modes.Origin)}{Flag(modes.AutoWrap)}{Flag(modes.AlternateScreen)}" +
            $"{Flag(modes.ApplicationCursorKeys)}{Flag(modes.ApplicationKeypad)} {tabs}");
        var rows = new List<string>();
        var joined = new List<string>();
        var pending = new List<(string, CellStyle)>();
        for (var row = -screen.ScrollbackCount; row < display.Rows; row++)
        {
            var cells = Cells(screen, row);
            rows.Add(Styled(cells));
            pending.AddRange(cells);
            if (!screen.IsWrapped(row))
            {
                joined.Add(Styled(pending));
                pending.Clear();
            }
        }

        if (pending.Count > 0)
        {
            joined.Add(Styled(pending));
        }

        return new GridSnapshot(NormaliseState(state), rows, joined);
    }

    /// <summary>A cursor beyond the last column counts as on the pending-wrap column: tmux leaves it far out after the alternate screen shrinks.</summary>
    public static string NormaliseState(string state)
    {
        var fields = state.Split(' ');
        var x = int.Parse(fields[0], CultureInfo.InvariantCulture);
        var columns = int.Parse(fields[2], CultureInfo.InvariantCulture);
        fields[0] = Math.Min(x, columns).ToString(CultureInfo.InvariantCulture);
        return string.Join(' ', fields);
    }

    /// <summary>The first difference in words, or null.</summary>
    public string? DifferenceFrom(GridSnapshot actual)
    {
        if (State != actual.State)
        {
            return $"state\n  tmux: {State}\n  ours: {actual.State}";
        }

        return Difference("row", Rows, actual.Rows) ?? Difference("joined line", Joined, actual.Joined);
    }

    private static string? Difference(string what, List<string> expected, List<string> actual)
    {
        // The style a line begins with is marked on the first line only in a capture, so marks are compared per line.
        if (expected.Count != actual.Count)
        {
            return $"{what}s: tmux {expected.Count}, ours {actual.Count}\n{Dump(expected)}\n---\n{Dump(actual)}";
        }

        for (var i = 0; i < expected.Count; i++)
        {
            if (expected[i] != actual[i])
            {
                return $"{what} {i} of {expected.Count}\n  tmux: [{expected[i]}]\n  ours: [{actual[i]}]";
            }
        }

        return null;
    }

    private static string Dump(List<string> rows) => string.Join('\n', rows.Select(row => $"[{row}]"));

    private static List<(string Text, CellStyle Style)> Cells(VtScreen screen, int row)
    {
        var line = screen.Rows.LineAt(row)!;
        var cells = new List<(string, CellStyle)>();
        for (var column = 0; column < Math.Min(line.Used, screen.Size.Columns); column++)
        {
            if (!Glyph.IsPadding(line.GlyphAt(column)))
            {
                cells.Add((line.TextOf(line.GlyphAt(column)), PackedStyle.Unpack(line.StyleAt(column))));
            }
        }

        return cells;
    }

    private static string Styled(IEnumerable<(string Text, CellStyle Style)> cells)
    {
        var text = new StyledText();
        foreach (var (cell, style) in cells)
        {
            text.Add(cell, style);
        }

        return text.ToString();
    }

    private static char Flag(bool isSet) => isSet ? '1' : '0';
}
