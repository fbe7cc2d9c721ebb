using System.Collections.Immutable;

namespace Evolve.Tui.Slides.Syntax;

/// <summary>Finds what the parts of code are; never fails, never changes the text, never waits.</summary>
public interface ISyntaxHighlighter
{
    /// <summary>Raised, on any thread, when code that was plain so far can be shown with its colours.</summary>
    event Action? Changed;

    /// <summary>The parts of each line of <paramref name="text"/>; together they are the text.</summary>
    /// <param name="language">The first word of a fence's info string; an unknown one gives plain text.</param>
    /// <param name="text">Lines parted by <c>\n</c>.</param>
    ImmutableArray<ImmutableArray<SyntaxPart>> Highlight(string language, string text);
}
