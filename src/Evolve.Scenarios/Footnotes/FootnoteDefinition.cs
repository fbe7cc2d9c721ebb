using Markdig.Parsers;
using Markdig.Syntax;

namespace Evolve.Scenarios.Footnotes;

/// <summary><c>[^label]: text</c>. Markdig's own extension numbers footnotes by document; a talk needs them by slide.</summary>
internal sealed class FootnoteDefinition(BlockParser parser, string label) : ContainerBlock(parser)
{
    public string Label => label;

    /// <summary>True while the last line was blank: then only indented text goes on with it.</summary>
    public bool EndsBlank { get; set; }
}
