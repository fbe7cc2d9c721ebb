using System.Collections.Immutable;
using Evolve.Player.Secrets;

namespace Evolve.Player.Running;

/// <summary>How one run of a step ended.</summary>
/// <param name="Kind">In what way.</param>
/// <param name="Elapsed">From the start of its process to the end of its last check.</param>
/// <param name="Reason">Why it did not succeed, in a sentence with its place; null when it did.</param>
public sealed record StepOutcome(OutcomeKind Kind, TimeSpan Elapsed, string? Reason = null)
{
    /// <summary>True when the process of a background step goes on.</summary>
    public bool RunsOn { get; init; }

    /// <summary>Sentences that are no failure, such as a line of <c>$EVOLVE_ENV</c> that was ignored.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>The same without the secrets that a program's last words may hold.</summary>
    public StepOutcome Without(LineMask secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return secrets.IsEmpty ? this : this with
        {
            Reason = Reason is null ? null : secrets.Apply(Reason),
            Remarks = [.. Remarks.Select(secrets.Apply)],
        };
    }
}

/// <summary>In what way a run ended.</summary>
public enum OutcomeKind
{
    /// <summary>Its script ended well and all its checks hold.</summary>
    Succeeded,

    /// <summary>Its script or a check failed.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,

    /// <summary>It took longer than it may.</summary>
    TimedOut,

    /// <summary>It was not started, for its pane is busy.</summary>
    Refused,
}
