namespace Evolve.Lamp.Evolution;

/// <summary>One command of a plan, with its conditions.</summary>
/// <param name="Purpose">What holds when it has succeeded, or why it is done: one sentence.</param>
/// <param name="Command">The command; it succeeds, or what it says last is the reason why not.</param>
/// <param name="Deadline">How long it may take before it counts as failed.</param>
/// <param name="IsUrgent">Whether visitors wait meanwhile: then it is not broken off half-way.</param>
public sealed record PlanStep(string Purpose, DockerCommand Command, TimeSpan Deadline, bool IsUrgent = false);
