using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Exercises;

/// <summary>What an attendee has done beside the steps: hints, times, answers.</summary>
public sealed record WorkshopState
{
    /// <summary>True when the scenario is played as a workshop.</summary>
    public bool IsOn { get; init; }

    /// <summary>The exercise that is looked at just now without being started, or null.</summary>
    public string? LookedAt { get; init; }

    /// <summary>What is known of each exercise, by id; one that nobody has come to is not in it.</summary>
    public ImmutableDictionary<string, ExerciseState> Exercises { get; init; } = ImmutableDictionary<string, ExerciseState>.Empty;

    /// <summary>What was answered, by the quiz's id; an untouched quiz is not in it.</summary>
    public ImmutableDictionary<string, QuizAnswer> Answers { get; init; } = ImmutableDictionary<string, QuizAnswer>.Empty;

    /// <summary>What is known of an exercise.</summary>
    public ExerciseState StateOf(string stepId) => Exercises.GetValueOrDefault(stepId, ExerciseState.Untouched);

    /// <summary>What was answered to a quiz.</summary>
    public QuizAnswer AnswerTo(string quizId) => Answers.GetValueOrDefault(quizId, QuizAnswer.None);

    /// <summary>True while there are hints of an exercise that nobody has seen: its solution is not offered yet.</summary>
    public bool HasHintsLeft(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return StateOf(step.Id).HintsShown < step.Hints.Length;
    }
}

/// <summary>What is known of an exercise beside the state of its step.</summary>
/// <param name="HintsShown">How many of its hints are on the slide.</param>
/// <param name="Began">When its slide was first on, or null.</param>
/// <param name="Ended">When it was done first, or null.</param>
/// <param name="NotYet">Why it is not done yet, as its last check found, in a sentence; or null.</param>
public sealed record ExerciseState(
    int HintsShown = 0, DateTimeOffset? Began = null, DateTimeOffset? Ended = null, string? NotYet = null)
{
    /// <summary>An exercise that nobody has come to.</summary>
    public static ExerciseState Untouched { get; } = new();
}
