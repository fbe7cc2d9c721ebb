using Evolve.Scenarios.Comments;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Footnotes;
using Markdig.Syntax;

namespace Evolve.Scenarios.Slides;

/// <summary>What one slide is made of; all of it is in one file.</summary>
/// <param name="File">That file.</param>
/// <param name="Offset">Where its first part begins.</param>
/// <param name="Parts">Blocks and comments in order.</param>
internal sealed record SlideSource(MarkdownFile File, int Offset, IReadOnlyList<SlidePart> Parts)
{
    /// <summary>The text of its first heading; empty when it has none.</summary>
    public string Title { get; } = Parts
        .Select(part => part.Block)
        .OfType<HeadingBlock>()
        .Select(heading => PlainText.Of(heading.Inline))
        .FirstOrDefault("");
}

/// <summary>A block of Markdown, or a comment that means something.</summary>
/// <param name="Block">The block, or null.</param>
/// <param name="Directive">The comment, or null.</param>
internal sealed record SlidePart(Block? Block, Directive? Directive);

/// <summary>A file that was read.</summary>
/// <param name="Source">Its text.</param>
/// <param name="Footnotes">Its footnotes by label.</param>
internal sealed record MarkdownFile(SourceText Source, IReadOnlyDictionary<string, FootnoteDefinition> Footnotes);
