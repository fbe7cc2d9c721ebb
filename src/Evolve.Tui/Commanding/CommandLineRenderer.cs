using System.Collections.Immutable;
using Evolve.Player.Commands;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Commanding;

/// <summary>Draws a command that is being typed, and above it what it can become or what it means.</summary>
public static class CommandLineRenderer
{
    /// <summary>Lines of candidates at most.</summary>
    private const int MostLines = 4;

    private const string Hint = "Tab completes, Up brings earlier lines back, Esc leaves; help lists all";

    /// <summary>The lines, all <paramref name="width"/> wide; the last one is the command's.</summary>
    public static ImmutableArray<StyledLine> Render(string text, int cursor, ImmutableArray<string> candidates, int width, Theme theme)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fill = theme.Fill(Surface.Bar);
        var above = candidates.IsEmpty ? [Meaning(text, width, theme)] : Columns(candidates, width, theme);
        var (shown, _) = Window(text, cursor, width - 2);
        return
        [
            .. above,
            new LineBuilder().Add(":", theme.On(Role.Key, Surface.Bar)).Add(shown, theme.On(Role.Strong, Surface.Bar)).PadTo(width, fill).Build(),
        ];
    }

    /// <summary>The column of the cursor on the command's line.</summary>
    public static int CursorColumn(string text, int cursor, int width) => 1 + Window(text, cursor, width - 2).Column;

    /// <summary>The part of a long line in which the cursor is, and the cursor's column in it.</summary>
    internal static (string Text, int Column) Window(string text, int cursor, int room)
    {
        var start = 0;
        while (start < cursor && CellText.Width(text[start..cursor]) > room)
        {
            start += System.Globalization.StringInfo.GetNextTextElementLength(text, start);
        }

        return (CellText.Clip(text[start..], room, ""), CellText.Width(text[start..cursor]));
    }

    private static StyledLine Meaning(string text, int width, Theme theme)
    {
        var verb = text.TrimStart().Split(' ')[0];
        var line = new LineBuilder().Add(" ", theme.Fill(Surface.Overlay));
        if (CommandTable.Find(verb) is { } command)
        {
            line.Add(command.Usage, theme.On(Role.Strong, Surface.Overlay)).Add($"  {command.Help}", theme.On(Role.Muted, Surface.Overlay));
        }
        else
        {
            line.Add(Hint, theme.On(Role.Muted, Surface.Overlay));
        }

        return line.Build().Clip(width, theme.Symbols.Ellipsis).PadRight(width, theme.Fill(Surface.Overlay));
    }

    private static ImmutableArray<StyledLine> Columns(ImmutableArray<string> candidates, int width, Theme theme)
    {
        var column = Math.Min(width - 1, candidates.Max(word => CellText.Width(word)) + 2);
        var inRow = Math.Max(1, (width - 1) / column);
        var rows = (candidates.Length + inRow - 1) / inRow;
        var lines = ImmutableArray.CreateBuilder<StyledLine>();
        for (var row = 0; row < Math.Min(rows, MostLines); row++)
        {
            var line = new LineBuilder().Add(" ", theme.Fill(Surface.Overlay));
            var isLast = row == MostLines - 1 && rows > MostLines;
            foreach (var (i, word) in candidates.Skip(row * inRow).Take(isLast ? inRow - 1 : inRow).Index())
            {
                line.PadTo(1 + (i * column), theme.Fill(Surface.Overlay)).Add(CellText.Clip(word, column - 1, theme.Symbols.Ellipsis), theme.On(Role.Text, Surface.Overlay));
            }

            if (isLast)
            {
                var more = $"{theme.Symbols.Ellipsis} {candidates.Length} in all";
                line.PadTo(width - CellText.Width(more) - 1, theme.Fill(Surface.Overlay)).Add(more, theme.On(Role.Muted, Surface.Overlay));
            }

            lines.Add(line.Build().Clip(width).PadRight(width, theme.Fill(Surface.Overlay)));
        }

        return lines.ToImmutable();
    }
}
