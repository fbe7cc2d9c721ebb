using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Recordings;

/// <summary>Compares recordings with the scenario as it is written now.</summary>
public static class RecordingReview
{
    /// <summary>
    /// A warning a line, with the place in the scenario: steps whose recording is of an older text, and steps that have
    /// none. Of a scenario that was never recorded there is nothing to say.
    /// </summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="shelf">Its recordings.</param>
    /// <param name="remedy">The command that records it anew.</param>
    public static ImmutableArray<string> Of(Scenario scenario, RecordingShelf shelf, string remedy)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(shelf);
        if (shelf.IsEmpty)
        {
            return shelf.Problems;
        }

        var steps = scenario.Steps.Select(step => Of(step, shelf, remedy)).OfType<string>();
        var lost = shelf.StepIds.Where(id => scenario.FindStep(id) is null).Order(StringComparer.Ordinal)
            .Select(id => $"{shelf.Find(id)!.Path}:1: warning: {id} is no step of {scenario.Path}, so this recording is never played.");
        return [.. steps, .. lost, .. shelf.Problems];
    }

    private static string? Of(Step step, RecordingShelf shelf, string remedy)
    {
        var place = $"{step.Location.File}:{step.Location.Line}";
        return shelf.Find(step.Id) switch
        {
            null => $"{place}: warning: {step.Id} has no recording: type {remedy}",
            { Step.Digest: var digest } when digest != RecordingDigest.Of(step) =>
                $"{place}: warning: the recording of {step.Id} is of an older text of it: type {remedy}",
            _ => null,
        };
    }
}
