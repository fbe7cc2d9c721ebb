using Evolve.Player.Recordings;

namespace Evolve.Player.Playing;

/// <summary>What is known of one step.</summary>
/// <param name="Status">Where it is in its life.</param>
/// <param name="Attempt">How often it was started.</param>
/// <param name="StartedAt">When the last attempt began, or null.</param>
/// <param name="Elapsed">How long the last ended attempt took; zero before.</param>
/// <param name="Reason">Why it failed, in a sentence; null unless it did.</param>
/// <param name="TypedCharacters">How many characters of its text are on the slide while it is being typed.</param>
public sealed record StepState(
    StepStatus Status,
    int Attempt = 0,
    DateTimeOffset? StartedAt = null,
    TimeSpan Elapsed = default,
    string? Reason = null,
    int TypedCharacters = 0)
{
    /// <summary>A step that nobody has touched.</summary>
    public static StepState Untouched { get; } = new(StepStatus.Waiting);

    /// <summary>The text that ran in place of the step's own in the last attempt, or null: shown as edited.</summary>
    public string? EditedText { get; init; }

    /// <summary>True when the last attempt ran an edited text.</summary>
    public bool IsEdited => EditedText is not null;

    /// <summary>True when the last attempt ran the step's solution.</summary>
    public bool IsSolved { get; init; }

    /// <summary>True while the process of a background step goes on, whatever its status is.</summary>
    public bool RunsOn { get; init; }

    /// <summary>A remark that is no failure, such as how a background step ended; or null.</summary>
    public string? Remark { get; init; }

    /// <summary>How many failures in a row it has had; a success or a skip sets it to 0.</summary>
    public int Failures { get; init; }

    /// <summary>Why it could not even start, or null: it failed without having run.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What was played in its place in the last attempt; null when that was live.</summary>
    public StepRecording? Recording { get; init; }

    /// <summary>Its place in the order in which steps were done, from 1; 0 before.</summary>
    public long Completion { get; init; }

    /// <summary>True while its commands, checks or undo run.</summary>
    public bool IsActive => Status is StepStatus.Running or StepStatus.Checking or StepStatus.Undoing;

    /// <summary>True when what it does is there.</summary>
    public bool IsDone => Status == StepStatus.Done;

    /// <summary>True when there may be something of it to take back: it is done or replayed, or it has run and failed half-way.</summary>
    public bool MayBeTakenBack => IsDone || Status == StepStatus.Replayed || RunsOn || (NeedsChoice && Refusal is null);

    /// <summary>True when it ended without success.</summary>
    public bool NeedsChoice => Status is StepStatus.Failed or StepStatus.Cancelled or StepStatus.TimedOut;

    /// <summary>True when forward passes it: done, replayed, or left out on purpose.</summary>
    public bool IsSettled => Status is StepStatus.Done or StepStatus.Replayed or StepStatus.Skipped;
}

/// <summary>Why a step was not started.</summary>
public enum Refusal
{
    /// <summary>A step that it needs is not done.</summary>
    UnmetNeeds,

    /// <summary>Something else runs in its pane.</summary>
    BusyPane,

    /// <summary>Nobody has agreed to its commands yet.</summary>
    NotTrusted,

    /// <summary>It could only be replayed, and there is no recording of it.</summary>
    NoRecording,
}
