namespace Evolve.Lamp.Evolution;

/// <summary>What happens while plans are run.</summary>
public abstract record PlanEvent
{
    /// <summary>A plan begins that is not empty.</summary>
    public sealed record PlanBegan(CutoverPlan Plan) : PlanEvent;

    /// <summary>A step's command begins.</summary>
    public sealed record StepBegan(PlanStep Step) : PlanEvent;

    /// <summary>A line that the command printed.</summary>
    public sealed record LinePrinted(string Line) : PlanEvent;

    /// <summary>A step's command has ended.</summary>
    public sealed record StepEnded(PlanStep Step, CommandOutcome Outcome, TimeSpan Elapsed) : PlanEvent;
}
