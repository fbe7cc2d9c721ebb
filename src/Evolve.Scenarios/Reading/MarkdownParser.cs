using Evolve.Scenarios.Files;
using Evolve.Scenarios.Footnotes;
using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;

namespace Evolve.Scenarios.Reading;

/// <summary>CommonMark with what scenarios use of GFM: tables, task lists, bare links, strikethrough, footnotes.</summary>
internal static class MarkdownParser
{
    private static readonly MarkdownPipeline Pipeline = Build();

    /// <summary>The document, with spans that are offsets into the source; null when it is nested past all sense.</summary>
    public static MarkdownDocument? Parse(SourceText source, Problems problems)
    {
        if (!MarkdownLimits.CheckOpenings(source, problems))
        {
            return null;
        }

        try
        {
            var document = Markdown.Parse(source.Text, Pipeline);
            MarkdownLimits.Report(source, document, problems);
            return document;
        }
        catch (ArgumentException)
        {
            // Markdig's only refusal, and it does not say where: the line with the most opening marks is the likeliest.
            var line = Enumerable.Range(0, source.LineCount).MaxBy(index => CountMarks(source.Line(index)));
            problems.Add(source, source.LineStart(line), "The Markdown around here is nested too deeply; write it flatter.");
            problems.IsPartial = true;
            return null;
        }
    }

    private static int CountMarks(ReadOnlySpan<char> line)
    {
        var count = 0;
        foreach (var character in line)
        {
            count += character is '>' or '-' or '+' or '*' or '_' or '[' or '~' or '|' ? 1 : 0;
        }

        return count;
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder()
            .UsePreciseSourceLocation()
            .UsePipeTables()
            .UseTaskLists()
            .UseAutoLinks()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough);
        MarkdownLimits.Watch(builder.BlockParsers);
        builder.BlockParsers.Insert(0, new FootnoteDefinitionParser());
        builder.InlineParsers.InsertBefore<LinkInlineParser>(new FootnoteReferenceParser());
        return builder.Build();
    }
}
