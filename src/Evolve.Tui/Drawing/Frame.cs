using Evolve.Terminal.Screen;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Drawing;

/// <summary>The edges of a box, with labels in them.</summary>
public sealed class Frame(Theme theme, CellStyle edge, int width)
{
    private readonly string _lines = theme.Symbols.Lines;

    /// <summary>Columns between the two sides and their spaces.</summary>
    public int InnerWidth => Math.Max(1, width - 4);

    /// <summary>The upper edge.</summary>
    public StyledLine Top(StyledLine left = default, StyledLine right = default) => Edge(_lines[2], _lines[3], left, right);

    /// <summary>The lower edge.</summary>
    public StyledLine Bottom(StyledLine left = default, StyledLine right = default) => Edge(_lines[4], _lines[5], left, right);

    /// <summary>A line across.</summary>
    public StyledLine Middle(StyledLine left = default) => Edge(_lines[6], _lines[7], left, default);

    /// <summary>A line of content between the sides.</summary>
    public StyledLine Side(StyledLine content, CellStyle fill)
    {
        if (width < 5)
        {
            return content.Clip(width);
        }

        return new LineBuilder()
            .Add(_lines[1].ToString(), edge)
            .Add(" ", fill)
            .Add(content.Clip(InnerWidth, theme.Symbols.Ellipsis))
            .PadTo(width - 2, fill)
            .Add(" ", fill)
            .Add(_lines[1].ToString(), edge)
            .Build();
    }

    private StyledLine Edge(char first, char last, StyledLine left, StyledLine right)
    {
        if (width < 5)
        {
            return new LineBuilder().FillTo(width, _lines[0], edge).Build();
        }

        // The label on the right is the state: it stays whole as long as it can, the one on the left gives way.
        var line = new LineBuilder().Add($"{first}", edge);
        var rightText = Labelled(right, width - 4);
        var room = width - 2 - rightText.Width();
        var leftText = room >= 5 ? Labelled(left, room - 1) : StyledLine.Empty;
        if (leftText.Width() > 0)
        {
            line.Add($"{_lines[0]}", edge).Add(leftText);
        }

        var end = width - 1 - rightText.Width() - (rightText.Width() > 0 ? 1 : 0);
        line.FillTo(end, _lines[0], edge).Add(rightText);
        return line.FillTo(width - 1, _lines[0], edge).Add($"{last}", edge).Build();
    }

    private StyledLine Labelled(StyledLine label, int room)
    {
        if (label.Spans.IsDefaultOrEmpty || room < 3)
        {
            return StyledLine.Empty;
        }

        return new LineBuilder().Add(" ", edge).Add(label.Clip(room - 2, theme.Symbols.Ellipsis)).Add(" ", edge).Build();
    }
}
