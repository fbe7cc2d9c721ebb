namespace Evolve.Player.Jumping;

/// <summary>A jump that is under way.</summary>
/// <param name="Plan">What it does.</param>
/// <param name="Passed">How many of its actions are over.</param>
/// <param name="StartedAt">When it was set out on.</param>
public sealed record Journey(JumpPlan Plan, int Passed, DateTimeOffset StartedAt)
{
    /// <summary>True when it ends after the action that is at work.</summary>
    public bool IsStopping { get; init; }

    /// <summary>The action that is at work, or null at the end.</summary>
    public JumpAction? Current => Passed < Plan.Actions.Length ? Plan.Actions[Passed] : null;
}
