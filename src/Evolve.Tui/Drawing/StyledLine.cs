using System.Collections.Immutable;

namespace Evolve.Tui.Drawing;

/// <summary>One line of the screen as spans from left to right.</summary>
/// <param name="Spans">The spans; a line may be shorter than the space it is drawn in.</param>
public readonly record struct StyledLine(ImmutableArray<Span> Spans)
{
    /// <summary>A line without text.</summary>
    public static StyledLine Empty { get; } = new([]);

    /// <summary>The line's text without its styles.</summary>
    public string Text => string.Concat(Spans.Select(span => span.Text));
}
