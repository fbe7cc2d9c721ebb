using System.Collections.Immutable;
using Evolve.Terminal.Screen;

namespace Evolve.Tui.Drawing;

/// <summary>Breaks running text into lines at spaces; a word that is too long is broken anywhere.</summary>
public static class Wrapping
{
    /// <summary>Wraps spans; a span whose text is <c>\n</c> ends a line.</summary>
    /// <param name="spans">The text.</param>
    /// <param name="width">Columns of a line, 1 or more.</param>
    public static ImmutableArray<StyledLine> Wrap(IEnumerable<Span> spans, int width)
    {
        var limit = Math.Max(1, width);
        var lines = ImmutableArray.CreateBuilder<StyledLine>();
        var line = new LineBuilder();
        CellStyle? space = null;
        foreach (var word in Words(spans))
        {
            if (word.IsLineEnd)
            {
                lines.Add(line.Build());
                (line, space) = (new LineBuilder(), null);
                continue;
            }

            if (word.Pieces.Count == 0)
            {
                space = line.Width > 0 ? word.Space ?? space : null;
                continue;
            }

            var needed = line.Width + (space is null ? 0 : 1) + word.Width;
            if (line.Width > 0 && needed > limit)
            {
                lines.Add(line.Build());
                (line, space) = (new LineBuilder(), null);
            }

            if (space is { } style)
            {
                line.Add(" ", style);
                space = null;
            }

            foreach (var (grapheme, pieceStyle) in word.Pieces)
            {
                var cells = CellText.WidthOf(grapheme);
                if (line.Width > 0 && line.Width + cells > limit)
                {
                    lines.Add(line.Build());
                    line = new LineBuilder();
                }

                line.Add(cells > limit ? "?" : grapheme, pieceStyle);
            }
        }

        lines.Add(line.Build());
        return lines.ToImmutable();
    }

    /// <summary>Wraps text of one style.</summary>
    public static ImmutableArray<StyledLine> Wrap(string text, CellStyle style, int width) =>
        Wrap(text.Split('\n').SelectMany((part, i) => i == 0 ? new[] { new Span(part, style) } : [new Span("\n", style), new Span(part, style)]), width);

    private static IEnumerable<Word> Words(IEnumerable<Span> spans)
    {
        var word = new Word();
        foreach (var span in spans)
        {
            if (span.Text == "\n")
            {
                yield return word;
                yield return new Word { IsLineEnd = true };
                word = new Word();
                continue;
            }

            foreach (var grapheme in CellText.Graphemes(CellText.Clean(span.Text)))
            {
                if (grapheme == " ")
                {
                    yield return word;
                    yield return new Word { Space = span.Style };
                    word = new Word();
                    continue;
                }

                // Scripts without spaces may be broken at any of their (wide) characters.
                var cells = CellText.WidthOf(grapheme);
                if (cells == 2 && word.Pieces.Count > 0)
                {
                    yield return word;
                    word = new Word();
                }

                word.Pieces.Add((grapheme, span.Style));
                word.Width += cells;
            }
        }

        yield return word;
    }

    private sealed class Word
    {
        public List<(string Grapheme, CellStyle Style)> Pieces { get; } = [];

        public int Width { get; set; }

        public CellStyle? Space { get; init; }

        public bool IsLineEnd { get; init; }
    }
}
