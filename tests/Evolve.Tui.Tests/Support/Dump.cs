using System.Text;
using Evolve.Terminal.Screen;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Tests.Support;

/// <summary>Lines as text that a person can read and approve.</summary>
internal static class Dump
{
    public static string Text(IEnumerable<StyledLine> lines) =>
        string.Join('\n', lines.Select(line => line.Text.TrimEnd()));

    /// <summary>Each span as <c>‹Role on Surface›text</c>; plain text on the canvas has no mark of its own.</summary>
    public static string Styled(IEnumerable<StyledLine> lines, Theme theme) =>
        string.Join('\n', lines.Select(line => Styled(line, theme)));

    private static string Styled(StyledLine line, Theme theme)
    {
        var text = new StringBuilder();
        foreach (var span in line.Spans)
        {
            text.Append(span.Text.Trim().Length == 0 && span.Style == theme.Fill(Surface.Canvas)
                ? span.Text
                : $"‹{NameOf(span.Style, theme)}›{span.Text}");
        }

        return text.ToString().TrimEnd();
    }

    private static string NameOf(CellStyle style, Theme theme)
    {
        foreach (var surface in Enum.GetValues<Surface>())
        {
            foreach (var role in Enum.GetValues<Role>())
            {
                if (theme.On(role, surface) == style)
                {
                    return surface == Surface.Canvas ? $"{role}" : $"{role} on {surface}";
                }
            }
        }

        foreach (var role in Enum.GetValues<Role>())
        {
            if (theme.Badge(role) == style)
            {
                return $"badge {role}";
            }
        }

        return $"{style.Attributes}";
    }
}
