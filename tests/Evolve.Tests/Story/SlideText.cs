using Evolve.Scenarios.Model;

namespace Evolve.Tests.Story;

/// <summary>What a slide says in words, without its pictures, its commands and its footnotes.</summary>
internal static class SlideText
{
    /// <summary>All words of a slide.</summary>
    public static string Of(Slide slide) => string.Join('\n', slide.Blocks.SelectMany(Texts));

    /// <summary>All words of some running text.</summary>
    public static string Of(IEnumerable<Inline> inlines) => string.Concat(inlines.Select(Text));

    /// <summary>The addresses that some running text links to.</summary>
    public static IEnumerable<string> Links(IEnumerable<Inline> inlines) => inlines.SelectMany(inline => inline switch
    {
        LinkInline link => [link.Url],
        EmphasisInline emphasis => Links(emphasis.Content),
        StrongInline strong => Links(strong.Content),
        StrikeInline strike => Links(strike.Content),
        _ => Enumerable.Empty<string>(),
    });

    private static IEnumerable<string> Texts(Block block) => block switch
    {
        HeadingBlock heading => [Of(heading.Content)],
        ParagraphBlock paragraph => [Of(paragraph.Content)],
        ListBlock list => list.Items.SelectMany(item => item.Blocks).SelectMany(Texts),
        QuoteBlock quote => quote.Blocks.SelectMany(Texts),
        QuizBlock quiz => quiz.Quiz.Options.Select(option => Of(option.Content)).Append(Of(quiz.Quiz.Explanation)),
        TableBlock table => table.Rows.Prepend(table.Header).Select(row => string.Join(" | ", row.Select(cell => Of(cell)))),
        _ => [],
    };

    private static string Text(Inline inline) => inline switch
    {
        TextInline text => text.Text,
        CodeInline code => code.Text,
        EmphasisInline emphasis => Of(emphasis.Content),
        StrongInline strong => Of(strong.Content),
        StrikeInline strike => Of(strike.Content),
        LinkInline link => Of(link.Content),
        ImageInline image => image.Description,
        BreakInline => " ",
        _ => "",
    };
}
