using System.Collections.Immutable;

namespace Evolve.Stage.Rehearsing;

/// <summary>One slide of a rehearsal.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Title">Its title.</param>
/// <param name="Planned">How long the speaker means to take, or null.</param>
/// <param name="Steps">Its steps.</param>
public sealed record RehearsedSlide(int Number, string Title, TimeSpan? Planned, ImmutableArray<RehearsedStep> Steps)
{
    /// <summary>How long its steps take as a rule.</summary>
    public TimeSpan StepTime { get; } = Steps.Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Median);

    /// <summary>By how much its steps take longer than is planned for all of it; zero when they do not, or nothing is planned.</summary>
    public TimeSpan Late => Planned is { } planned && StepTime > planned ? StepTime - planned : TimeSpan.Zero;
}
