namespace Evolve.Scenarios.Steps;

/// <summary>What a fence with attributes is.</summary>
[Flags]
internal enum FenceKind
{
    /// <summary>Nothing that is known.</summary>
    None = 0,

    /// <summary><c>.run</c></summary>
    Run = 1,

    /// <summary><c>.type</c></summary>
    Type = 2,

    /// <summary><c>.exercise</c></summary>
    Exercise = 4,

    /// <summary><c>.check</c></summary>
    Check = 8,

    /// <summary><c>.undo</c></summary>
    Undo = 16,

    /// <summary><c>.solve</c></summary>
    Solve = 32,

    /// <summary>What runs when forward comes to it.</summary>
    Runnable = Run | Type,

    /// <summary>What has an id and a place on the slide.</summary>
    Step = Run | Type | Exercise,

    /// <summary>What belongs to a step by <c>of=</c>.</summary>
    Attached = Check | Undo | Solve,
}
