using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;

namespace Evolve.Scenarios.Footnotes;

/// <summary>Parses references to footnotes, defined or not.</summary>
internal sealed class FootnoteReferenceParser : InlineParser
{
    public FootnoteReferenceParser()
    {
        OpeningCharacters = ['['];
    }

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (FootnoteLabel.Match(slice.AsSpan()) is not { } label)
        {
            return false;
        }

        var start = processor.GetSourcePosition(slice.Start, out var line, out var column);
        slice.Start += label.Length + 3;
        processor.Inline = new FootnoteReference(label)
        {
            Line = line,
            Column = column,
            Span = new SourceSpan(start, start + label.Length + 2),
        };
        return true;
    }
}
