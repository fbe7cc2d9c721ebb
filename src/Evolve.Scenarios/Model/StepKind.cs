namespace Evolve.Scenarios.Model;

/// <summary>How a step is started.</summary>
public enum StepKind
{
    /// <summary>Runs on the next key.</summary>
    Run,

    /// <summary>Appears character by character, then runs on the next key.</summary>
    Type,

    /// <summary>A task for the attendee, proved by its checks.</summary>
    Exercise,
}
