using System.Globalization;
using Evolve.Lamp.Evolution;

namespace Evolve.Evolving;

/// <summary>Tells what the steps of a plan do, as it happens.</summary>
internal sealed class PlanTeller(TextWriter output) : IProgress<PlanEvent>
{
    /// <inheritdoc/>
    public void Report(PlanEvent value)
    {
        switch (value)
        {
            case PlanEvent.PlanBegan { Plan: var plan }:
                output.WriteLine($"# {plan.Title}");
                break;
            case PlanEvent.StepBegan { Step: var step }:
                output.WriteLine($"\n# {step.Purpose}\n{step.Command.Text}");
                break;
            case PlanEvent.LinePrinted { Line: var line }:
                output.WriteLine($"  {line}");
                break;
            case PlanEvent.StepEnded { Outcome: var outcome, Elapsed: var elapsed }:
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"  ({(outcome.IsSuccess ? "" : "failed, ")}{elapsed.TotalSeconds:0.00} s)"));
                break;
        }

        output.Flush();
    }
}
