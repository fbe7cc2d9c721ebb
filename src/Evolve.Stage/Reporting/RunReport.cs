using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Reporting;

/// <summary>What was done with a scenario, when, and with which results.</summary>
/// <param name="Title">The scenario's title.</param>
/// <param name="From">When it began.</param>
/// <param name="To">The last thing that happened.</param>
/// <param name="Chapters">Its steps by chapter; chapters without a step are left out.</param>
/// <param name="Stages">The deployment after each step that changed it.</param>
/// <param name="Figures">What was measured, in the order of the charts.</param>
public sealed record RunReport(
    string Title,
    DateTimeOffset From,
    DateTimeOffset To,
    ImmutableArray<ReportedChapter> Chapters,
    ImmutableArray<ReportedStage> Stages,
    ImmutableArray<Figure> Figures)
{
    /// <summary>The questions that were answered: whether each was right.</summary>
    public ImmutableArray<bool> Answers { get; init; } = [];

    /// <summary>All steps.</summary>
    public IEnumerable<ReportedStep> Steps => Chapters.SelectMany(chapter => chapter.Steps);

    /// <summary>The tasks for an attendee.</summary>
    public IEnumerable<ReportedStep> Exercises => Steps.Where(step => step.Step.Kind == StepKind.Exercise);
}

/// <summary>The steps of one chapter.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Steps">Its steps.</param>
public sealed record ReportedChapter(string Title, ImmutableArray<ReportedStep> Steps)
{
    /// <summary>How many of its steps were done, live or from a recording.</summary>
    public int Done => Steps.Count(step => step.Outcome is ReportedOutcome.Done or ReportedOutcome.Replayed);
}
