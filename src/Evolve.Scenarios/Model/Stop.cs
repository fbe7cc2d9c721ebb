namespace Evolve.Scenarios.Model;

/// <summary>A place on a slide where forward stops.</summary>
public abstract record Stop;

/// <summary>Shows the blocks and list items whose <c>Reveal</c> is <paramref name="Number"/>.</summary>
/// <param name="Number">Pauses of a slide count from 1.</param>
public sealed record PauseStop(int Number) : Stop;

/// <summary>Runs a step.</summary>
/// <param name="Step">The step.</param>
public sealed record StepStop(Step Step) : Stop;

/// <summary>Shows the answer of a quiz that nobody has answered.</summary>
/// <param name="Quiz">The quiz.</param>
public sealed record QuizStop(Quiz Quiz) : Stop;
