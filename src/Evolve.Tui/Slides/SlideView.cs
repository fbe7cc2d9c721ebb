using System.Collections.Immutable;
using Evolve.Player.Exercises;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides;

/// <summary>Everything that the picture of a slide depends on.</summary>
public sealed record SlideView
{
    /// <summary>The slide.</summary>
    public required Slide Slide { get; init; }

    /// <summary>How many of its pauses are passed.</summary>
    public int Reveal { get; init; }

    /// <summary>What is known of its steps, by id.</summary>
    public ImmutableDictionary<string, StepState> Steps { get; init; } = ImmutableDictionary<string, StepState>.Empty;

    /// <summary>Hints and answers.</summary>
    public WorkshopState Workshop { get; init; } = new();

    /// <summary>Columns to draw in, 1 or more.</summary>
    public required int Width { get; init; }

    /// <summary>Lines to draw in, 1 or more.</summary>
    public required int Height { get; init; }

    /// <summary>How it looks.</summary>
    public required Theme Theme { get; init; }

    /// <summary>The moment, for the time that a running step has taken.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>What is known of a step.</summary>
    public StepState StateOf(string stepId) => Steps.GetValueOrDefault(stepId, StepState.Untouched);
}
