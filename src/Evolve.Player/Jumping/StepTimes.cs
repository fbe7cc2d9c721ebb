namespace Evolve.Player.Jumping;

/// <summary>How long a step took when it last succeeded.</summary>
/// <param name="Run">Its commands and checks, or its solution; null while never measured.</param>
/// <param name="Undo">Its undo; null while never measured.</param>
public sealed record StepTimes(TimeSpan? Run = null, TimeSpan? Undo = null);
