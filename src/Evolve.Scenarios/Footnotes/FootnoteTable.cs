using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;
using Markdig.Syntax;

namespace Evolve.Scenarios.Footnotes;

/// <summary>The footnotes of a file.</summary>
internal static class FootnoteTable
{
    /// <summary>The definitions by label, letter case aside; a second one of a label is told.</summary>
    public static IReadOnlyDictionary<string, FootnoteDefinition> Of(
        SourceText source, MarkdownDocument document, Problems problems)
    {
        var table = new Dictionary<string, FootnoteDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var definition in document.OfType<FootnoteDefinition>())
        {
            if (!table.TryAdd(definition.Label, definition))
            {
                var line = source.LineOf(table[definition.Label].Span.Start) + 1;
                problems.Add(
                    source,
                    definition.Span.Start,
                    $"The footnote `[^{Words.Shorten(definition.Label)}]` is defined already, in line {line}; choose another label.");
            }
        }

        return table;
    }
}
