using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Tui.Slides.Blocks;

/// <summary>Finds after which pause something is first seen.</summary>
internal static class Reveals
{
    /// <summary>The pauses that hide the first reference to a footnote; 0 when there is none.</summary>
    public static int OfFootnote(Slide slide, int number)
    {
        var found = slide.Blocks.SelectMany(block => References(block, 0)).Where(reference => reference.Number == number).ToArray();
        return found.Length == 0 ? 0 : found.Min(reference => reference.Reveal);
    }

    private static IEnumerable<(int Number, int Reveal)> References(Block block, int reveal)
    {
        var own = Math.Max(reveal, block.Reveal);
        return block switch
        {
            HeadingBlock heading => In(heading.Content, own),
            ParagraphBlock paragraph => In(paragraph.Content, own),
            QuoteBlock quote => quote.Blocks.SelectMany(inner => References(inner, own)),
            ListBlock list => list.Items.SelectMany(item =>
                item.Blocks.SelectMany(inner => References(inner, Math.Max(own, item.Reveal)))),
            QuizBlock quiz => quiz.Quiz.Options.SelectMany(option => In(option.Content, own)),
            TableBlock table => table.Rows.Append(table.Header).SelectMany(row => row.SelectMany(cell => In(cell, own))),
            _ => [],
        };
    }

    private static IEnumerable<(int Number, int Reveal)> In(ImmutableArray<Inline> content, int reveal) =>
        content.SelectMany(inline => inline switch
        {
            FootnoteInline footnote => [(footnote.Number, reveal)],
            EmphasisInline emphasis => In(emphasis.Content, reveal),
            StrongInline strong => In(strong.Content, reveal),
            StrikeInline strike => In(strike.Content, reveal),
            LinkInline link => In(link.Content, reveal),
            _ => [],
        });
}
