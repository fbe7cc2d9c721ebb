using System.Collections.Immutable;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Exercises;

/// <summary>What an attendee has done of a workshop.</summary>
/// <param name="Chapters">The chapters that have exercises or quizzes, in order.</param>
public sealed record WorkshopSummary(ImmutableArray<ChapterSummary> Chapters)
{
    /// <summary>All its parts.</summary>
    public IEnumerable<SummaryPart> Parts => Chapters.SelectMany(chapter => chapter.Parts);

    /// <summary>The summary of a moment.</summary>
    public static WorkshopSummary Of(PlayerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(
        [
            .. state.Scenario.Slides
                .GroupBy(slide => slide.Chapter)
                .Select(chapter => new ChapterSummary(chapter.Key, [.. chapter.SelectMany(slide => PartsOf(slide, state))]))
                .Where(chapter => !chapter.Parts.IsEmpty),
        ]);
    }

    private static IEnumerable<SummaryPart> PartsOf(Slide slide, PlayerState state) => slide.Stops.Select(stop => stop switch
    {
        StepStop { Step: { Kind: StepKind.Exercise } step } => Exercise(step, state.StateOf(step.Id), state.Workshop.StateOf(step.Id)),
        QuizStop { Quiz: var quiz } => Answered(quiz, state.Workshop.AnswerTo(quiz.Id)),
        _ => null,
    }).OfType<SummaryPart>();

    private static SummaryPart Exercise(Step step, StepState known, ExerciseState exercise)
    {
        var how = known.Status switch
        {
            StepStatus.Done when known.IsSolved => SummaryKind.WithSolution,
            StepStatus.Done => SummaryKind.ByOneself,
            StepStatus.Skipped => SummaryKind.LeftOut,
            _ => SummaryKind.Open,
        };
        var took = how is SummaryKind.ByOneself or SummaryKind.WithSolution && exercise is { Began: { } began, Ended: { } ended } ? ended - began : (TimeSpan?)null;
        return new(step.Id, how, took, exercise.HintsShown);
    }

    private static SummaryPart Answered(Quiz quiz, QuizAnswer answer) => new(
        quiz.Id,
        answer.Verdict switch
        {
            QuizVerdict.Right => SummaryKind.AnsweredRight,
            QuizVerdict.Wrong => SummaryKind.AnsweredWrong,
            QuizVerdict.Shown => SummaryKind.LeftOut,
            _ => SummaryKind.Open,
        },
        Took: null,
        Hints: 0);
}

/// <summary>A chapter with its exercises and quizzes.</summary>
/// <param name="Title">Its title; may be empty.</param>
/// <param name="Parts">Its exercises and quizzes in order.</param>
public sealed record ChapterSummary(string Title, ImmutableArray<SummaryPart> Parts);

/// <summary>An exercise or a quiz.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">How it went.</param>
/// <param name="Took">From its slide to its end; null when it is not done.</param>
/// <param name="Hints">How many hints were shown.</param>
public sealed record SummaryPart(string Id, SummaryKind Kind, TimeSpan? Took, int Hints);

/// <summary>How an exercise or a quiz went.</summary>
public enum SummaryKind
{
    /// <summary>Not done.</summary>
    Open,

    /// <summary>An exercise that was done without its solution.</summary>
    ByOneself,

    /// <summary>An exercise that its solution did.</summary>
    WithSolution,

    /// <summary>A quiz that was answered right.</summary>
    AnsweredRight,

    /// <summary>A quiz that was answered wrong.</summary>
    AnsweredWrong,

    /// <summary>Skipped, or its answer was shown.</summary>
    LeftOut,
}
