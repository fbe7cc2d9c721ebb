using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Evolve.Scenarios.Model;

/// <summary>A fenced block that runs.</summary>
public sealed record Step
{
    /// <summary>Its id, unique in the scenario; one is derived from its place when none is written.</summary>
    public required string Id { get; init; }

    /// <summary>How it is started.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>What runs, and by which shell.</summary>
    public required Script Script { get; init; }

    /// <summary>True when it goes on while the talk does.</summary>
    public bool IsBackground { get; init; }

    /// <summary>The pane it runs in.</summary>
    public string Pane { get; init; } = DefaultPane;

    /// <summary>The longest it may take.</summary>
    public TimeSpan Timeout { get; init; } = DefaultTimeout;

    /// <summary>What its output must hold (control sequences taken out), or null. A match throws after a second.</summary>
    public Regex? Expect { get; init; }

    /// <summary>True when any exit status counts as success; a time-out or a signal never does.</summary>
    public bool MayFail { get; init; }

    /// <summary>Ids of steps that must be done before.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>The measurement its wall time is: <c>tier/flavour/name</c>, or null.</summary>
    public string? Measure { get; init; }

    /// <summary>Its checks in document order.</summary>
    public ImmutableArray<Check> Checks { get; init; } = [];

    /// <summary>What helps with an exercise, to be shown one by one; each may hold code between backticks.</summary>
    public ImmutableArray<string> Hints { get; init; } = [];

    /// <summary>What takes it back, or null.</summary>
    public Script? Undo { get; init; }

    /// <summary>What does it for the attendee, or null.</summary>
    public Script? Solve { get; init; }

    /// <summary>Where its fence begins.</summary>
    public required SourceLocation Location { get; init; }

    /// <summary>The pane of a step that names none.</summary>
    public static string DefaultPane => "run";

    /// <summary>The time-out of a step that gives none: 5 minutes.</summary>
    public static TimeSpan DefaultTimeout => TimeSpan.FromMinutes(5);
}
