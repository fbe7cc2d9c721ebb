using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Verifying;

/// <summary>What running a whole scenario gave.</summary>
/// <param name="Title">The scenario's title.</param>
/// <param name="Steps">Every step that was asked for, in order.</param>
/// <param name="Elapsed">The whole time.</param>
/// <param name="Problem">Why it did not even begin, or was broken off, in a sentence; or null.</param>
public sealed record VerificationReport(
    string Title,
    ImmutableArray<VerifiedStep> Steps,
    TimeSpan Elapsed,
    string? Problem = null)
{
    /// <summary>How everything was taken back afterwards; null when that was not asked for, or not come to.</summary>
    public WayBack? WayBack { get; init; }

    /// <summary>True when every step that was asked for succeeded.</summary>
    public bool IsGood => Problem is null && Steps.All(step => step.Verdict == Verdict.Passed);
}

/// <summary>What became of one step.</summary>
/// <param name="Step">The step.</param>
/// <param name="Verdict">How it went.</param>
/// <param name="Elapsed">From its start to the end of its last check.</param>
/// <param name="Reason">Why it failed, in a sentence; or null.</param>
/// <param name="Output">Its last lines, when it failed.</param>
public sealed record VerifiedStep(
    Step Step,
    Verdict Verdict,
    TimeSpan Elapsed,
    string? Reason,
    ImmutableArray<string> Output);

/// <summary>How a step went.</summary>
public enum Verdict
{
    /// <summary>It and all its checks succeeded.</summary>
    Passed,

    /// <summary>It or a check failed.</summary>
    Failed,

    /// <summary>An earlier one failed, so it was not run.</summary>
    NotRun,
}
