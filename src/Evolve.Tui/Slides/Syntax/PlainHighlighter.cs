using System.Collections.Immutable;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Syntax;

/// <summary>Shows all code as plain text.</summary>
public sealed class PlainHighlighter : ISyntaxHighlighter
{
    /// <inheritdoc/>
    public event Action? Changed
    {
        add { }
        remove { }
    }

    /// <inheritdoc/>
    public ImmutableArray<ImmutableArray<SyntaxPart>> Highlight(string language, string text) => Plain(text);

    /// <summary>Every line as one part.</summary>
    public static ImmutableArray<ImmutableArray<SyntaxPart>> Plain(string text) =>
        [.. text.Split('\n').Select(line => line.Length == 0
            ? ImmutableArray<SyntaxPart>.Empty
            : [new SyntaxPart(line, Role.Text)])];
}
