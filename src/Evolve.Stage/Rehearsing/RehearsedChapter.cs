using System.Collections.Immutable;

namespace Evolve.Stage.Rehearsing;

/// <summary>One chapter of a rehearsal.</summary>
/// <param name="Title">Its title; empty before the first.</param>
/// <param name="Slides">Its slides.</param>
public sealed record RehearsedChapter(string Title, ImmutableArray<RehearsedSlide> Slides)
{
    /// <summary>What its slides plan together, or null when none plans anything.</summary>
    public TimeSpan? Planned { get; } = Slides.Any(slide => slide.Planned is not null)
        ? Slides.Aggregate(TimeSpan.Zero, (sum, slide) => sum + (slide.Planned ?? TimeSpan.Zero))
        : null;

    /// <summary>How long its steps take as a rule.</summary>
    public TimeSpan StepTime { get; } = Slides.Aggregate(TimeSpan.Zero, (sum, slide) => sum + slide.StepTime);

    /// <summary>How long its steps take at best.</summary>
    public TimeSpan Least { get; } = Sum(Slides, step => step.Least);

    /// <summary>How long its steps take at worst.</summary>
    public TimeSpan Most { get; } = Sum(Slides, step => step.Most);

    /// <summary>What is left to speak, beside waiting for steps; negative when it runs late, null when nothing is planned.</summary>
    public TimeSpan? ToSpeak => Planned - StepTime;

    private static TimeSpan Sum(ImmutableArray<RehearsedSlide> slides, Func<RehearsedStep, TimeSpan> time) =>
        slides.SelectMany(slide => slide.Steps).Aggregate(TimeSpan.Zero, (sum, step) => sum + time(step));
}
