namespace Evolve.Player.Playing;

/// <summary>Where a step is in its life; see <see cref="StepState"/>.</summary>
public enum StepStatus
{
    /// <summary>Not started.</summary>
    Waiting,

    /// <summary>Its text is being typed, or is typed and waits for the key that runs it.</summary>
    Typing,

    /// <summary>Its commands run.</summary>
    Running,

    /// <summary>Its commands have ended well; its checks are being made.</summary>
    Checking,

    /// <summary>It and all its checks have succeeded.</summary>
    Done,

    /// <summary>Its commands or a check failed.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Cancelled,

    /// <summary>It took longer than it may.</summary>
    TimedOut,

    /// <summary>Somebody chose to go on without it.</summary>
    Skipped,

    /// <summary>Its undo runs, or what goes on of it in the background is being ended.</summary>
    Undoing,

    /// <summary>It was done the last time; whether it still is, is being looked at.</summary>
    Remembered,

    /// <summary>Its recording was played in its place.</summary>
    Replayed,
}
