using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;
using Markdig.Syntax;

namespace Evolve.Scenarios.Slides;

/// <summary>Definitions of links, <c>[label]: address</c>.</summary>
internal static class LinkTable
{
    /// <summary>Tells the second definition of a label, which Markdown would ignore without a word.</summary>
    public static void Check(SourceText source, LinkReferenceDefinitionGroup group, Problems problems)
    {
        var first = new Dictionary<string, LinkReferenceDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var link in group.OfType<LinkReferenceDefinition>().Where(link => link.Label is not null))
        {
            if (!first.TryAdd(link.Label!, link))
            {
                var line = source.LineOf(first[link.Label!].Span.Start) + 1;
                problems.Add(
                    source,
                    link.Span.Start,
                    $"The link `[{Words.Shorten(link.Label!)}]` is defined already, in line {line}; choose another label.");
            }
        }
    }
}
