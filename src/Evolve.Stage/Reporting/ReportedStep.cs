using Evolve.Scenarios.Model;

namespace Evolve.Stage.Reporting;

/// <summary>One step in a report.</summary>
/// <param name="Step">The step as the scenario has it.</param>
public sealed record ReportedStep(Step Step)
{
    /// <summary>Its commands, as they may be shown.</summary>
    public string Commands { get; init; } = Step.Script.Text;

    /// <summary>What became of it last.</summary>
    public ReportedOutcome Outcome { get; init; } = ReportedOutcome.NotRun;

    /// <summary>When it was started last, or null.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>How long that took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How often it was started.</summary>
    public int Attempts { get; init; }

    /// <summary>How many hints were shown.</summary>
    public int Hints { get; init; }

    /// <summary>Whether an edited text ran in its place.</summary>
    public bool IsEdited { get; init; }

    /// <summary>Whether the scenario's solution ran in its place.</summary>
    public bool IsSolved { get; init; }

    /// <summary>Why it failed, in a sentence; or null.</summary>
    public string? Reason { get; init; }

    /// <summary>What its pane showed at its end, as text with its colours; or null.</summary>
    public string? Screen { get; init; }

    /// <summary>Its recording as an asciicast, when there is one and something in the page plays it; or null.</summary>
    public string? Recording { get; init; }
}

/// <summary>What became of a step.</summary>
public enum ReportedOutcome
{
    /// <summary>Nobody started it.</summary>
    NotRun,

    /// <summary>It was begun, and nobody knows how it ended.</summary>
    Begun,

    /// <summary>It and its checks succeeded.</summary>
    Done,

    /// <summary>Its recording was played in its place.</summary>
    Replayed,

    /// <summary>It was left out on purpose.</summary>
    Skipped,

    /// <summary>It failed, took too long or was stopped.</summary>
    Failed,
}
