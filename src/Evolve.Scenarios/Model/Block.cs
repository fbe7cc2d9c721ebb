using System.Collections.Immutable;

namespace Evolve.Scenarios.Model;

/// <summary>A piece of a slide, one below the other.</summary>
public abstract record Block
{
    /// <summary>Shown once this many pauses of the slide are passed; 0 is shown from the start.</summary>
    public int Reveal { get; init; }
}

/// <summary>A heading of level 1 to 6.</summary>
public sealed record HeadingBlock(int Level, ImmutableArray<Inline> Content) : Block;

/// <summary>Running text.</summary>
public sealed record ParagraphBlock(ImmutableArray<Inline> Content) : Block;

/// <summary>A list.</summary>
/// <param name="Start">The first number, or null for a bullet list.</param>
/// <param name="IsLoose">True when blank lines separate its items.</param>
/// <param name="Items">Its items.</param>
public sealed record ListBlock(int? Start, bool IsLoose, ImmutableArray<ListItem> Items) : Block;

/// <summary>A quotation, which may hold any blocks.</summary>
public sealed record QuoteBlock(ImmutableArray<Block> Blocks) : Block;

/// <summary>Code that is only shown.</summary>
/// <param name="Language">The first word of the info string, or empty.</param>
/// <param name="Text">Lines parted by <c>\n</c>, without a last one.</param>
public sealed record CodeBlock(string Language, string Text) : Block;

/// <summary>A step at its place on the slide.</summary>
public sealed record StepBlock(Step Step) : Block;

/// <summary>A quiz at its place on the slide.</summary>
public sealed record QuizBlock(Quiz Quiz) : Block;

/// <summary>A horizontal rule (<c>***</c>).</summary>
public sealed record RuleBlock : Block;

/// <summary>A table.</summary>
public sealed record TableBlock(
    ImmutableArray<ColumnAlignment> Alignments,
    ImmutableArray<ImmutableArray<Inline>> Header,
    ImmutableArray<ImmutableArray<ImmutableArray<Inline>>> Rows) : Block;

/// <summary>An item of a list.</summary>
/// <param name="Blocks">What it holds.</param>
/// <param name="Checked">The state of its box in a task list, or null.</param>
public sealed record ListItem(ImmutableArray<Block> Blocks, bool? Checked)
{
    /// <summary>Shown once this many pauses of the slide are passed.</summary>
    public int Reveal { get; init; }
}

/// <summary>How a table's column is aligned.</summary>
public enum ColumnAlignment
{
    /// <summary>To the left.</summary>
    Left,

    /// <summary>In the middle.</summary>
    Center,

    /// <summary>To the right.</summary>
    Right,
}
