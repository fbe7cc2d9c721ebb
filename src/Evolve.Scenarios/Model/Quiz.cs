using System.Collections.Immutable;

namespace Evolve.Scenarios.Model;

/// <summary>A question with answers to choose from; the question itself is the text above them.</summary>
public sealed record Quiz
{
    /// <summary>Its id, unique among steps and quizzes.</summary>
    public required string Id { get; init; }

    /// <summary>The answers, two to nine; at least one is right, and one wrong.</summary>
    public required ImmutableArray<QuizOption> Options { get; init; }

    /// <summary>Why it is so, shown once it is answered; or empty.</summary>
    public ImmutableArray<Inline> Explanation { get; init; } = [];

    /// <summary>Where its comment begins.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>How many answers are right, which is how many are to be picked.</summary>
    public int RightCount => Options.Count(option => option.IsRight);
}

/// <summary>An answer that can be picked.</summary>
/// <param name="Content">Its text.</param>
/// <param name="IsRight">True for one that is right.</param>
public sealed record QuizOption(ImmutableArray<Inline> Content, bool IsRight);
