using System.Collections.Immutable;
using Evolve.Player.Verifying;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Rehearsing;

/// <summary>One step over all plays of a rehearsal.</summary>
/// <param name="Step">The step.</param>
/// <param name="Runs">What became of it in each play that came to it, in order.</param>
public sealed record RehearsedStep(Step Step, ImmutableArray<VerifiedStep> Runs)
{
    /// <summary>Below this, a difference between two plays is the machine's breathing.</summary>
    private static readonly TimeSpan LeastSpread = TimeSpan.FromSeconds(1);

    /// <summary>A spread of more than this part of the usual time is one that a speaker notices.</summary>
    private const double LeastShare = 0.25;

    /// <summary>How long it took when it succeeded, shortest first.</summary>
    public ImmutableArray<TimeSpan> Times { get; } =
        [.. Runs.Where(run => run.Verdict == Verdict.Passed).Select(run => run.Elapsed).Order()];

    /// <summary>The usual time: the middle one; zero when it never succeeded.</summary>
    public TimeSpan Median => Times.Length switch
    {
        0 => TimeSpan.Zero,
        var count when count % 2 == 1 => Times[count / 2],
        var count => (Times[(count / 2) - 1] + Times[count / 2]) / 2,
    };

    /// <summary>The shortest time; zero when it never succeeded.</summary>
    public TimeSpan Least => Times.FirstOrDefault();

    /// <summary>The longest time; zero when it never succeeded.</summary>
    public TimeSpan Most => Times.LastOrDefault();

    /// <summary>How often it failed.</summary>
    public int Failures => Runs.Count(run => run.Verdict == Verdict.Failed);

    /// <summary>Why it failed the last time, in a sentence; or null.</summary>
    public string? Reason => Runs.LastOrDefault(run => run.Verdict == Verdict.Failed)?.Reason;

    /// <summary>What can be relied on.</summary>
    public Steadiness Steadiness => (Times.Length, Failures) switch
    {
        (0, 0) => Steadiness.NotRun,
        (0, _) => Steadiness.Fails,
        (_, > 0) => Steadiness.Flaky,
        _ => Most - Least > LeastSpread && Most - Least > Median * LeastShare ? Steadiness.Varies : Steadiness.Steady,
    };
}

/// <summary>What can be relied on in a step.</summary>
public enum Steadiness
{
    /// <summary>It succeeds, in about the same time.</summary>
    Steady,

    /// <summary>It succeeds, but takes now less and now more.</summary>
    Varies,

    /// <summary>It failed in one play and succeeded in another.</summary>
    Flaky,

    /// <summary>It never succeeded.</summary>
    Fails,

    /// <summary>No play came to it.</summary>
    NotRun,
}
