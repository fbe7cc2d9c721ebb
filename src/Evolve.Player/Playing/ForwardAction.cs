namespace Evolve.Player.Playing;

/// <summary>What the next press of forward will do, so that it can be said before it is done.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Words">The same in words for the status line, such as "run build-php".</param>
/// <param name="StepId">The step it is about, or null.</param>
public sealed record ForwardAction(ForwardKind Kind, string Words, string? StepId = null);

/// <summary>The kinds of forward.</summary>
public enum ForwardKind
{
    /// <summary>Shows the next part of the slide.</summary>
    Reveal,

    /// <summary>Types a step's text.</summary>
    Type,

    /// <summary>Puts the rest of a text that is being typed on the slide at once.</summary>
    FinishTyping,

    /// <summary>Runs a step.</summary>
    Run,

    /// <summary>Checks whether the attendee has done an exercise.</summary>
    Check,

    /// <summary>Shows the answer of a quiz.</summary>
    ShowAnswer,

    /// <summary>Nothing yet: a step is busy.</summary>
    Wait,

    /// <summary>A recording is being played: shows the rest of it at once.</summary>
    FinishReplay,

    /// <summary>A step failed: opens the choice of what to do.</summary>
    Choose,

    /// <summary>The choice is open: takes the safe one.</summary>
    TakeSafeChoice,

    /// <summary>Goes to the next slide.</summary>
    NextSlide,

    /// <summary>The end is reached.</summary>
    End,
}
