using System.Collections.Immutable;

namespace Evolve.Player.Jumping;

/// <summary>What a jump will do, in this order; made by <see cref="JumpPlanner"/> and shown before anything runs.</summary>
public sealed record JumpPlan
{
    /// <summary>Where it leads.</summary>
    public required JumpGoal Goal { get; init; }

    /// <summary>The same in words, such as "to php-use" or "back to the start".</summary>
    public required string Words { get; init; }

    /// <summary>What is done on the way.</summary>
    public ImmutableArray<JumpAction> Actions { get; init; } = [];

    /// <summary>Why it cannot be set out on, in a sentence; or null.</summary>
    public string? Obstacle { get; init; }

    /// <summary>True when nothing has to run: it is there at once.</summary>
    public bool IsImmediate => Obstacle is null && Actions.All(action => action.Kind == JumpActionKind.Forget);

    /// <summary>How long all that was ever measured or recorded takes together.</summary>
    public TimeSpan Expected => Sum(action => action.Source != TimeSource.Planned);

    /// <summary>How long all that is only planned takes together at most.</summary>
    public TimeSpan Planned => Sum(action => action.Source == TimeSource.Planned);

    /// <summary>How many actions have never been timed, and nothing is planned for.</summary>
    public int Untimed => Actions.Count(action => action is { Expected: null, Kind: not JumpActionKind.Forget });

    private TimeSpan Sum(Func<JumpAction, bool> which) =>
        Actions.Where(which).Aggregate(TimeSpan.Zero, (sum, action) => sum + (action.Expected ?? TimeSpan.Zero));
}
