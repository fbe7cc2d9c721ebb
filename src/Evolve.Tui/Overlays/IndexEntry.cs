using System.Collections.Immutable;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Tui.Overlays;

/// <summary>A slide or a step in the index.</summary>
/// <param name="SlideIndex">The slide, from 0.</param>
/// <param name="StepId">The step, or null for the slide itself.</param>
/// <param name="Text">The slide's title or the step's id.</param>
/// <param name="Chapter">The chapter it belongs to.</param>
/// <param name="Status">The step's status; null for a slide.</param>
public sealed record IndexEntry(int SlideIndex, string? StepId, string Text, string Chapter, StepStatus? Status)
{
    /// <summary>All slides and steps in order.</summary>
    public static ImmutableArray<IndexEntry> Of(PlayerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return [.. state.Scenario.Slides.SelectMany((slide, i) => Of(state, slide, i))];
    }

    /// <summary>The entries in which every word of a query occurs, in text, chapter or number.</summary>
    public static ImmutableArray<IndexEntry> Filter(ImmutableArray<IndexEntry> entries, string query)
    {
        var words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. entries.Where(entry => words.All(word =>
            $"{entry.SlideIndex + 1} {entry.Text} {entry.Chapter}".Contains(word, StringComparison.OrdinalIgnoreCase)))];
    }

    private static IEnumerable<IndexEntry> Of(PlayerState state, Slide slide, int index) =>
        slide.Steps
            .Select(step => new IndexEntry(index, step.Id, step.Id, slide.Chapter, state.StateOf(step.Id).Status))
            .Prepend(new IndexEntry(index, null, slide.Title.Length > 0 ? slide.Title : "(no title)", slide.Chapter, null));
}
