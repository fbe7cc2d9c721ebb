using Evolve.Scenarios.Model;

namespace Evolve.Player.Commands;

/// <summary>A slide as plain lines, for people whose screen is read to them: what is revealed of it, without pictures of it.</summary>
internal static class SlideLines
{
    /// <summary>What is shown of a slide.</summary>
    internal static IEnumerable<string> Of(Slide slide, int reveal) =>
        slide.Blocks.Where(block => block.Reveal <= reveal).SelectMany(block => Of(block, reveal, ""))
            .Concat(slide.Footnotes.Select(footnote => $"[{footnote.Number}] {Text(footnote.Content)}"));

    private static IEnumerable<string> Of(Block block, int reveal, string indent) => block switch
    {
        HeadingBlock heading => [$"{indent}{Text(heading.Content)}"],
        ParagraphBlock paragraph => Text(paragraph.Content).Split('\n').Select(line => indent + line),
        QuoteBlock quote => quote.Blocks.SelectMany(inner => Of(inner, reveal, indent + "> ")),
        CodeBlock code => code.Text.Split('\n').Select(line => $"{indent}    {line}"),
        StepBlock { Step: var step } => step.Script.Text.Split('\n').Select(line => $"{indent}    {line}").Prepend($"{indent}step {step.Id}:"),
        ListBlock list => list.Items.Where(item => item.Reveal <= reveal).SelectMany((item, i) => Of(item, list.Start + i, reveal, indent)),
        TableBlock table => table.Rows.Prepend(table.Header).Select(row => indent + string.Join(" | ", row.Select(cell => Text(cell)))),
        _ => [],
    };

    private static IEnumerable<string> Of(ListItem item, int? number, int reveal, string indent)
    {
        var mark = number is { } counted ? $"{counted}. " : "- ";
        var tick = item.Checked switch { true => "[x] ", false => "[ ] ", null => "" };
        var lines = item.Blocks.SelectMany(block => Of(block, reveal, indent + new string(' ', mark.Length)));
        return lines.Select((line, i) => i == 0 ? $"{indent}{mark}{tick}{line.TrimStart()}" : line);
    }

    private static string Text(IEnumerable<Inline> inlines) => string.Concat(inlines.Select(Text));

    private static string Text(Inline inline) => inline switch
    {
        TextInline text => text.Text,
        CodeInline code => code.Text,
        EmphasisInline emphasis => Text(emphasis.Content),
        StrongInline strong => Text(strong.Content),
        StrikeInline strike => Text(strike.Content),
        LinkInline link => Text(link.Content),
        ImageInline image => image.Description,
        FootnoteInline footnote => $"[{footnote.Number}]",
        BreakInline { IsHard: true } => "\n",
        BreakInline => " ",
        _ => "",
    };
}
