using Markdig.Parsers;
using Markdig.Syntax;

namespace Evolve.Scenarios.Footnotes;

/// <summary>Parses definitions of footnotes at the top level of a file.</summary>
internal sealed class FootnoteDefinitionParser : BlockParser
{
    public FootnoteDefinitionParser()
    {
        OpeningCharacters = ['['];
    }

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || processor.GetCurrentContainerOpened() is not MarkdownDocument || MatchLine(processor) is not { } label)
        {
            return BlockState.None;
        }

        var definition = new FootnoteDefinition(this, label)
        {
            Line = processor.LineIndex,
            Column = processor.Column,
            Span = new SourceSpan(processor.Start, processor.Line.End),
        };

        // The text begins after "[^label]:".
        for (var i = 0; i < label.Length + 4; i++)
        {
            processor.NextColumn();
        }

        processor.NewBlocks.Push(definition);
        return BlockState.Continue;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var definition = (FootnoteDefinition)block;
        if (processor.IsBlankLine)
        {
            definition.EndsBlank = true;
            return BlockState.Continue;
        }

        if (processor.IsCodeIndent)
        {
            processor.GoToCodeIndent();
            definition.EndsBlank = false;
            definition.UpdateSpanEnd(processor.Line.End);
            return BlockState.Continue;
        }

        // A text that goes on without indentation is a lazy continuation, which the block processor knows how to handle.
        return BlockState.None;
    }

    private static string? MatchLine(BlockProcessor processor)
    {
        var line = processor.Line.AsSpan();
        return FootnoteLabel.Match(line) is { } label && line.Length > label.Length + 3 && line[label.Length + 3] == ':'
            ? label
            : null;
    }
}
