using System.Collections.Immutable;
using Evolve.Lamp.Diagnosis;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Preflight;

/// <summary>Says what a scenario needs of a machine.</summary>
/// <param name="images">Finds the images that it names.</param>
/// <param name="isRecorded">Whether a step has a recording.</param>
public sealed class ScenarioNeeds(ScenarioImages images, Func<string, bool> isRecorded)
{
    /// <summary>What it needs; an exercise is the attendee's own work, and needs no recording.</summary>
    public TalkNeeds Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var requires = scenario.FrontMatter.Requires;
        ImmutableArray<string> steps = [.. scenario.Steps.Where(step => step.Kind != StepKind.Exercise).Select(step => step.Id)];
        return new TalkNeeds(
            requires.Contains(Requirement.Engine),
            requires.Contains(Requirement.Network),
            requires.Contains(Requirement.Kvm),
            images.NamesOf(scenario),
            steps,
            [.. steps.Where(isRecorded)]);
    }
}
