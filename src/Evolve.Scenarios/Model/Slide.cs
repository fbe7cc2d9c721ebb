using System.Collections.Immutable;

namespace Evolve.Scenarios.Model;

/// <summary>One slide.</summary>
public sealed record Slide
{
    /// <summary>The text of its first heading; empty when it has none.</summary>
    public required string Title { get; init; }

    /// <summary>The chapter it belongs to: the text of the last level-1 heading up to here.</summary>
    public string Chapter { get; init; } = "";

    /// <summary>How it shares the screen.</summary>
    public SlideLayout Layout { get; init; } = SlideLayout.Split;

    /// <summary>What it shows, in order.</summary>
    public required ImmutableArray<Block> Blocks { get; init; }

    /// <summary>The speaker's notes.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>How long the speaker means to take: the times that its notes begin with, or null when none does.</summary>
    public TimeSpan? Planned => Notes.Select(PlannedTime.Of).Aggregate(
        default(TimeSpan?), (sum, time) => time is null ? sum : (sum ?? TimeSpan.Zero) + time);

    /// <summary>Sources: the footnotes that this slide refers to, in order of reference.</summary>
    public ImmutableArray<Footnote> Footnotes { get; init; } = [];

    /// <summary>Where forward stops, in document order: pauses to reveal, steps to run, quizzes to answer.</summary>
    public ImmutableArray<Stop> Stops { get; init; } = [];

    /// <summary>Where it begins.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>Its steps in order.</summary>
    public IEnumerable<Step> Steps => Stops.OfType<StepStop>().Select(stop => stop.Step);

    /// <summary>Its quizzes in order.</summary>
    public IEnumerable<Quiz> Quizzes => Stops.OfType<QuizStop>().Select(stop => stop.Quiz);

    /// <summary>How many pauses hide parts of it.</summary>
    public int PauseCount => Stops.OfType<PauseStop>().Count();
}
