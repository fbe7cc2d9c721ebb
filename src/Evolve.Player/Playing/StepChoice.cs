using System.Collections.Immutable;

namespace Evolve.Player.Playing;

/// <summary>What is offered after a step has failed.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Reason">Why it failed, in a sentence.</param>
/// <param name="Offers">What can be done, in the order of showing; holds <paramref name="Safe"/>.</param>
/// <param name="Safe">What the next press of forward does.</param>
public sealed record StepChoice(string StepId, string Reason, ImmutableArray<ChoiceKind> Offers, ChoiceKind Safe);

/// <summary>What can be done about a step that failed.</summary>
public enum ChoiceKind
{
    /// <summary>Run it again as it ran last.</summary>
    Retry,

    /// <summary>Play its recording in its place.</summary>
    Replay,

    /// <summary>Change its text and run that.</summary>
    EditAndRun,

    /// <summary>Run the solution that the scenario brings.</summary>
    Solve,

    /// <summary>Show the next hint of an exercise.</summary>
    Hint,

    /// <summary>Open a shell in its place.</summary>
    Shell,

    /// <summary>Go on without it.</summary>
    Skip,
}
