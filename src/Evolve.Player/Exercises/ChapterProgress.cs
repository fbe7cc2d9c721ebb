using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Exercises;

/// <summary>How much of a chapter is done.</summary>
/// <param name="Done">Its exercises that are done, and its quizzes that are answered.</param>
/// <param name="Total">How many it has.</param>
public readonly record struct ChapterProgress(int Done, int Total)
{
    /// <summary>The progress in the chapter of the slide that is on.</summary>
    public static ChapterProgress Of(PlayerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var slides = state.Scenario.Slides.Where(slide => slide.Chapter == state.Slide.Chapter).ToList();
        var exercises = slides.SelectMany(slide => slide.Steps).Where(step => step.Kind == StepKind.Exercise).ToList();
        var quizzes = slides.SelectMany(slide => slide.Quizzes).ToList();
        var done = exercises.Count(step => state.StateOf(step.Id).Status == StepStatus.Done)
            + quizzes.Count(quiz => state.Workshop.AnswerTo(quiz.Id).Verdict is QuizVerdict.Right or QuizVerdict.Wrong);
        return new(done, exercises.Count + quizzes.Count);
    }
}
