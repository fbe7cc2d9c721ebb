using System.Collections.Immutable;
using Evolve.Tui.Drawing;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Blocks;

/// <summary>Lays out code: its own lines, those that are too long go on below with an indent; never anything else.</summary>
internal sealed class CodeLines(ISyntaxHighlighter highlighter, Theme theme)
{
    private const int HangingIndent = 2;
    private const int TabStop = 4;

    /// <summary>The lines of code in their colours.</summary>
    /// <param name="language">The fence's language.</param>
    /// <param name="text">Lines parted by <c>\n</c>.</param>
    /// <param name="width">Columns, 1 or more.</param>
    /// <param name="surface">What it is drawn on.</param>
    /// <param name="typed">How many characters are there already; the rest keeps its place empty. Null for all.</param>
    public IEnumerable<StyledLine> Draw(string language, string text, int width, Surface surface, int? typed = null)
    {
        var offset = 0;
        var cursorDrawn = typed is null;
        var lines = text.Split('\n');
        var highlighted = highlighter.Highlight(language, text);
        for (var i = 0; i < lines.Length; i++)
        {
            var glyphs = Glyphs(highlighted[i], offset);
            offset += lines[i].Length + 1;
            foreach (var row in Break(glyphs, Math.Max(1, width)))
            {
                yield return Draw(row, surface, typed, offset - 1, ref cursorDrawn);
            }
        }
    }

    private StyledLine Draw(Row row, Surface surface, int? typed, int lineEnd, ref bool cursorDrawn)
    {
        var line = new LineBuilder();
        var isHidden = typed <= (row.Glyphs.Count > 0 ? row.Glyphs[0].Offset : lineEnd) && cursorDrawn;
        if (row.IsContinuation)
        {
            line.Add(theme.Symbols.IsUnicode && !isHidden ? "↳ " : "  ", theme.On(Role.Muted, surface));
        }

        line.PadTo(row.Indent, theme.Fill(surface));
        foreach (var glyph in row.Glyphs)
        {
            if (typed is null || glyph.Offset < typed)
            {
                line.Add(glyph.Text, theme.On(glyph.Role, surface));
            }
            else if (!cursorDrawn)
            {
                cursorDrawn = true;
                line.Add(new string(' ', glyph.Width), theme.Badge(Role.StepRunning));
            }
            else
            {
                line.Add(new string(' ', glyph.Width), theme.Fill(surface));
            }
        }

        if (!cursorDrawn && row.IsLast && typed <= lineEnd)
        {
            cursorDrawn = true;
            line.Add(" ", theme.Badge(Role.StepRunning));
        }

        return line.Build();
    }

    private static List<Glyph> Glyphs(ImmutableArray<SyntaxPart> parts, int offset)
    {
        var glyphs = new List<Glyph>();
        var column = 0;
        foreach (var part in parts)
        {
            foreach (var piece in Pieces(part.Text))
            {
                var safe = piece == "\t" ? new string(' ', TabStop - (column % TabStop)) : CellText.Clean(piece);
                foreach (var grapheme in CellText.Graphemes(safe))
                {
                    var width = CellText.WidthOf(grapheme);
                    glyphs.Add(new Glyph(grapheme, width, part.Role, offset));
                    column += width;
                    offset += piece == "\t" ? 0 : grapheme.Length;
                }

                offset += piece == "\t" ? 1 : piece.Length - safe.Length;
            }
        }

        return glyphs;
    }

    /// <summary>Text and control characters by turns, each of the latter by itself.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                if (i > start)
                {
                    yield return text[start..i];
                }

                yield return text[i].ToString();
                start = i + 1;
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    private static IEnumerable<Row> Break(List<Glyph> glyphs, int width)
    {
        var margin = glyphs.TakeWhile(glyph => glyph.Text == " ").Count();
        var hanging = Math.Min(margin + HangingIndent, width / 2);
        if (hanging < HangingIndent)
        {
            hanging = 0;
        }

        var start = 0;
        while (true)
        {
            var indent = start == 0 ? 0 : hanging;
            var end = Fits(glyphs, start, Math.Max(1, width - indent));
            if (end >= glyphs.Count)
            {
                yield return new Row(glyphs[start..], indent, IsLast: true);
                yield break;
            }

            // At a space where there is one, so that no word is torn that fits a line.
            var space = glyphs.FindLastIndex(end, end - start + 1, glyph => glyph.Text == " ");
            var cut = space > start && space > margin ? space : end;
            yield return new Row(glyphs[start..cut], indent, IsLast: false);
            start = cut;
            while (start < glyphs.Count && glyphs[start].Text == " ")
            {
                start++;
            }
        }
    }

    private static int Fits(List<Glyph> glyphs, int start, int width)
    {
        var end = start;
        while (end < glyphs.Count && glyphs[end].Width <= width)
        {
            width -= glyphs[end].Width;
            end++;
        }

        return Math.Max(end, start + 1);
    }

    private sealed record Glyph(string Text, int Width, Role Role, int Offset);

    private sealed record Row(List<Glyph> Glyphs, int Indent, bool IsLast)
    {
        public bool IsContinuation => Indent >= HangingIndent;
    }
}
