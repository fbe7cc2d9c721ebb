using System.Text;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;
using Markdig.Syntax;

namespace Evolve.Scenarios.Comments;

/// <summary>Finds the comments in a block of HTML, and refuses everything else in it.</summary>
internal static class CommentScanner
{
    /// <summary>The sentence about HTML: a terminal could only show its tags, which nobody wants to see on a stage.</summary>
    public const string RawHtml = "HTML is not shown on a slide; use Markdown, or write `&lt;` to show a `<`.";

    public static IReadOnlyList<Directive> Scan(SourceText source, HtmlBlock block, Problems problems)
    {
        if (block.Type != HtmlBlockType.Comment)
        {
            problems.Add(source, block.Span.Start, RawHtml);
            problems.IsPartial = true;
            return [];
        }

        var directives = new List<Directive>();
        var (text, offsets) = Join(source, block);
        var position = 0;
        while (SkipWhiteSpace(text, ref position))
        {
            var start = offsets[position];
            if (string.CompareOrdinal(text, position, "<!--", 0, 4) != 0)
            {
                problems.Add(source, start, "After a comment nothing else may stand on its line; begin a new one.");
                problems.IsPartial = true;
                break;
            }

            // "<!-->" and "<!--->" are whole comments in CommonMark.
            var end = text.IndexOf("-->", position + 2, StringComparison.Ordinal);
            if (end < 0)
            {
                problems.Add(source, start, "This comment is never closed; end it with `-->`.");
                problems.IsPartial = true;
                break;
            }

            var (directive, sentence) = CommentText.Read(text[Math.Min(position + 4, end)..end], start);
            if (directive is not null)
            {
                directives.Add(directive);
            }

            if (sentence is not null)
            {
                problems.Add(source, start, sentence);
            }

            position = end + 3;
        }

        return directives;
    }

    /// <summary>The block's lines without the marks of quotes and lists, and for each character its offset in the file.</summary>
    private static (string Text, List<int> Offsets) Join(SourceText source, HtmlBlock block)
    {
        var text = new StringBuilder();
        var offsets = new List<int>();
        for (var i = 0; i < block.Lines.Count; i++)
        {
            var line = block.Lines.Lines[i];
            var start = ReferenceEquals(line.Slice.Text, source.Text) ? line.Slice.Start : line.Position;
            var content = line.Slice.AsSpan();
            text.Append(content).Append('\n');
            for (var j = 0; j <= content.Length; j++)
            {
                offsets.Add(start + j);
            }
        }

        return (text.ToString(), offsets);
    }

    private static bool SkipWhiteSpace(string text, ref int position)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position < text.Length;
    }
}
