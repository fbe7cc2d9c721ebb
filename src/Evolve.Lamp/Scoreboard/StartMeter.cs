using Evolve.Lamp.Deployment;
using Evolve.Lamp.Evolution;

namespace Evolve.Lamp.Scoreboard;

/// <summary>
/// Listens to cut-overs, and knows how long a new container took from <c>docker run</c> to its first right answer, as
/// the edge found it.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="next">Who is told the same.</param>
public sealed class StartMeter(TimeProvider time, IProgress<PlanEvent> next) : IProgress<PlanEvent>
{
    private readonly Dictionary<string, long> _running = new(StringComparer.Ordinal);
    private readonly List<Score> _scores = [];

    /// <summary>What was measured since it was asked last.</summary>
    public IReadOnlyList<Score> Take()
    {
        Score[] taken = [.. _scores];
        _scores.Clear();
        return taken;
    }

    /// <inheritdoc/>
    public void Report(PlanEvent value)
    {
        switch (value)
        {
            case PlanEvent.StepBegan { Step.Command.NewContainer: { } name }:
                _running[name] = time.GetTimestamp();
                break;
            case PlanEvent.StepEnded { Step: var step, Outcome: var outcome }:
                Arrive(step.Command.OneLine.Split(' '), outcome.IsSuccess);
                break;
        }

        next.Report(value);
    }

    // One that did not answer is perhaps started again, and that would be another figure.
    private void Arrive(string[] words, bool answers)
    {
        if (words is ["docker", "exec", "edge", "tier", "use" or "wait", var tier, var name, ..] && _running.Remove(name, out var began) && answers)
        {
            _scores.Add(new Score(
                tier, TierName.FlavourOf(name, tier), ScoreMeasure.Start, time.GetElapsedTime(began).TotalSeconds, time.GetUtcNow()));
        }
    }
}
