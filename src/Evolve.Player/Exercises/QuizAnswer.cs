using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Exercises;

/// <summary>What was answered to a quiz.</summary>
/// <param name="Verdict">Whether that was right.</param>
/// <param name="Picked">The answers that were picked, from 0, in the order of picking.</param>
public sealed record QuizAnswer(QuizVerdict Verdict, ImmutableArray<int> Picked)
{
    /// <summary>Nothing yet.</summary>
    public static QuizAnswer None { get; } = new(QuizVerdict.Open, []);

    /// <summary>What was answered at another time; without a pick the answer was shown.</summary>
    internal static QuizAnswer Of(Quiz quiz, ImmutableArray<int> picked) =>
        picked.IsEmpty ? new(QuizVerdict.Shown, []) : picked.Aggregate(None, (answer, option) => answer.Pick(quiz, option));

    /// <summary>The same with one answer more, or without it when it was picked already; judged once as many are picked as are right.</summary>
    internal QuizAnswer Pick(Quiz quiz, int option)
    {
        var picked = Picked.Contains(option) ? Picked.Remove(option) : Picked.Add(option);
        var verdict = picked.Length < quiz.RightCount ? QuizVerdict.Open
            : picked.All(index => quiz.Options[index].IsRight) ? QuizVerdict.Right
            : QuizVerdict.Wrong;
        return new(verdict, picked);
    }
}

/// <summary>How a quiz went.</summary>
public enum QuizVerdict
{
    /// <summary>Not answered yet.</summary>
    Open,

    /// <summary>Every right answer was picked, and no other.</summary>
    Right,

    /// <summary>A wrong answer was picked.</summary>
    Wrong,

    /// <summary>The answer was shown to somebody who had not answered.</summary>
    Shown,
}
