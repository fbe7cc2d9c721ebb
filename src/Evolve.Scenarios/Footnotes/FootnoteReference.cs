using Markdig.Syntax.Inlines;

namespace Evolve.Scenarios.Footnotes;

/// <summary><c>[^label]</c> in running text.</summary>
internal sealed class FootnoteReference(string label) : LeafInline
{
    public string Label => label;
}
