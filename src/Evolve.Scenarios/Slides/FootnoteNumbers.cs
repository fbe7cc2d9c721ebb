using System.Collections.Immutable;
using Evolve.Scenarios.Footnotes;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using ParagraphBlock = Markdig.Syntax.ParagraphBlock;

namespace Evolve.Scenarios.Slides;

/// <summary>Numbers a slide's footnotes in the order in which it refers to them.</summary>
internal sealed class FootnoteNumbers(MarkdownFile file, Problems problems)
{
    private readonly List<FootnoteDefinition> _used = [];
    private bool _isInFootnote;

    /// <summary>The number of the footnote, or 0 when there is none, which has been told.</summary>
    public int NumberOf(FootnoteReference reference)
    {
        if (_isInFootnote)
        {
            problems.Add(file.Source, reference.Span.Start, "A footnote cannot refer to another; put both texts into one.");
            return 0;
        }

        if (!file.Footnotes.TryGetValue(reference.Label, out var definition))
        {
            if (!problems.IsPartial)
            {
                problems.Add(
                    file.Source,
                    reference.Span.Start,
                    $"There is no footnote `[^{Words.Shorten(reference.Label)}]` in this file; add a line `[^{Words.Shorten(reference.Label)}]: …`."
                    + Suggestion.For(reference.Label, file.Footnotes.Keys, "[^", "]"));
            }

            return 0;
        }

        var index = _used.IndexOf(definition);
        if (index < 0)
        {
            index = _used.Count;
            _used.Add(definition);
        }

        return index + 1;
    }

    /// <summary>The footnotes that were referred to.</summary>
    public ImmutableArray<Footnote> ToFootnotes(InlineConverter inlines)
    {
        _isInFootnote = true;
        return [.. _used.Select((definition, index) => new Footnote(index + 1, definition.Label, Convert(definition, inlines)))];
    }

    private ImmutableArray<Inline> Convert(FootnoteDefinition definition, InlineConverter inlines)
    {
        if (definition is [ParagraphBlock paragraph])
        {
            return inlines.Convert(paragraph.Inline);
        }

        problems.Add(
            file.Source,
            definition.Count > 1 ? definition[1].Span.Start : definition.Span.Start,
            definition.Count == 0
                ? $"The footnote `[^{Words.Shorten(definition.Label)}]` is empty."
                : "A footnote is one paragraph of text; move this elsewhere.");
        return [];
    }
}
