namespace Evolve.Scenarios.Commands;

/// <summary>What a command of a scenario is for.</summary>
public enum CommandPurpose
{
    /// <summary>The step itself.</summary>
    Step,

    /// <summary>Proves the step.</summary>
    Check,

    /// <summary>Takes the step back.</summary>
    Undo,

    /// <summary>Does the step for the attendee.</summary>
    Solve,
}
