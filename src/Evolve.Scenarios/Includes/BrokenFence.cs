using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;
using Markdig.Syntax;

namespace Evolve.Scenarios.Includes;

/// <summary>
/// A fence of backticks whose attributes hold a backtick is none in CommonMark: its opening line becomes text, and its
/// closing line opens a fence that swallows what follows.
/// </summary>
internal static class BrokenFence
{
    /// <summary>The offset from which on the document means nothing, past its end when all of it does.</summary>
    public static int Find(SourceText source, MarkdownDocument document, Problems problems)
    {
        foreach (var paragraph in document.Descendants<ParagraphBlock>())
        {
            for (var line = source.LineOf(paragraph.Span.Start); line <= source.LineOf(paragraph.Span.End); line++)
            {
                var text = source.Line(line).TrimStart([' ', '\t', '>']);
                if (text.StartsWith("```", StringComparison.Ordinal) && text.Contains('{'))
                {
                    var offset = source.LineEnd(line) - text.Length;
                    problems.Add(source, offset, "A fence that begins with ``` cannot hold a backtick in its attributes; begin and end it with ~~~ instead.");
                    problems.IsPartial = true;
                    return offset;
                }
            }
        }

        return int.MaxValue;
    }
}
