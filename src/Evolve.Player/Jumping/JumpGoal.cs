namespace Evolve.Player.Jumping;

/// <summary>Where a jump leads, or what is to be taken back.</summary>
public abstract record JumpGoal
{
    /// <summary>To a step, as if everything before it had been done and nothing after it.</summary>
    /// <param name="Id">The step; it is the next to run.</param>
    public sealed record Step(string Id) : JumpGoal;

    /// <summary>To the beginning of a slide, as if everything before it had been done and nothing after it.</summary>
    /// <param name="Index">The slide, from 0; a number out of range is the nearest end.</param>
    public sealed record Slide(int Index) : JumpGoal;

    /// <summary>Takes a step back, and before it what needs it; the slide stays on.</summary>
    /// <param name="Id">The step.</param>
    public sealed record Undo(string Id) : JumpGoal;

    /// <summary>Takes a chapter back, and what needs it, and goes to its first slide.</summary>
    /// <param name="SlideIndex">Any slide of the chapter, from 0.</param>
    public sealed record Chapter(int SlideIndex) : JumpGoal;

    /// <summary>Takes everything back and goes to the first slide.</summary>
    public sealed record Start : JumpGoal;
}
