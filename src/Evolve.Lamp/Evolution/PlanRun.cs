namespace Evolve.Lamp.Evolution;

/// <summary>Runs the steps of plans, one after the other, and tells of each.</summary>
public sealed class PlanRun(IPlanShell shell, TimeProvider time, IProgress<PlanEvent> progress)
{
    /// <summary>Runs a plan to its end, or to the first step that fails.</summary>
    /// <returns>The step that failed, and why; null when none did.</returns>
    public async Task<(PlanStep Step, string Reason)?> RunAsync(CutoverPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        progress.Report(new PlanEvent.PlanBegan(plan));
        foreach (var step in plan.Steps)
        {
            var outcome = await RunAsync(step, cancellationToken);
            if (!outcome.IsSuccess)
            {
                return (step, ReasonOf(step, outcome));
            }
        }

        return null;
    }

    /// <summary>Runs one step.</summary>
    internal async Task<CommandOutcome> RunAsync(PlanStep step, CancellationToken cancellationToken)
    {
        progress.Report(new PlanEvent.StepBegan(step));
        var began = time.GetTimestamp();
        var outcome = await shell.RunAsync(
            step.Command, step.Deadline, line => progress.Report(new PlanEvent.LinePrinted(line)), cancellationToken);
        progress.Report(new PlanEvent.StepEnded(step, outcome, time.GetElapsedTime(began)));
        return outcome;
    }

    internal static string ReasonOf(PlanStep step, CommandOutcome outcome) =>
        outcome.LastWords.Length > 0 ? outcome.LastWords : $"`{step.Command.OneLine}` failed without a word";
}
