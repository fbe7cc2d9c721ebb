using System.Collections.Immutable;
using Evolve.Terminal.Screen;

namespace Evolve.Tui.Drawing;

/// <summary>Builds a line from left to right; texts are made safe and neighbours of one style are joined.</summary>
public sealed class LineBuilder
{
    private const char ZeroWidthJoiner = '\u200D';
    private readonly ImmutableArray<Span>.Builder _spans = ImmutableArray.CreateBuilder<Span>();

    /// <summary>The columns taken so far.</summary>
    public int Width { get; private set; }

    /// <summary>Adds text.</summary>
    public LineBuilder Add(string text, CellStyle style)
    {
        var safe = CellText.Clean(text);
        if (safe.Length == 0)
        {
            return this;
        }

        if (_spans.Count > 0 && _spans[^1].Style == style)
        {
            // A joiner makes one picture of what is before and after it, so the two are measured together.
            var before = _spans[^1].Text;
            _spans[^1] = new Span(before + safe, style);
            Width += before[^1] == ZeroWidthJoiner ? CellText.Width(before + safe) - CellText.Width(before) : CellText.Width(safe);
        }
        else
        {
            _spans.Add(new Span(safe, style));
            Width += CellText.Width(safe);
        }

        return this;
    }

    /// <summary>Adds a line.</summary>
    public LineBuilder Add(StyledLine line)
    {
        foreach (var span in line.Spans)
        {
            Add(span.Text, span.Style);
        }

        return this;
    }

    /// <summary>Adds spaces until the line is <paramref name="width"/> wide.</summary>
    public LineBuilder PadTo(int width, CellStyle style) =>
        width > Width ? Add(new string(' ', width - Width), style) : this;

    /// <summary>Adds a character until the line is <paramref name="width"/> wide.</summary>
    public LineBuilder FillTo(int width, char character, CellStyle style) =>
        width > Width ? Add(new string(character, width - Width), style) : this;

    /// <summary>The line.</summary>
    public StyledLine Build() => new(_spans.ToImmutable());
}
