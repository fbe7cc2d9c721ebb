using System.Collections.Immutable;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Whether every live step has a recording to fall back upon.</summary>
internal sealed class RecordingsCheck(TalkNeeds needs) : IDoctorCheck
{
    public string Subject => "recordings";

    public Task<Finding> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Look());

    private Finding Look()
    {
        ImmutableArray<string> without = [.. needs.Steps.Except(needs.Recorded, StringComparer.Ordinal)];
        return without.IsEmpty
            ? new Finding(Subject, FindingLevel.Good, needs.Steps.IsEmpty ? "no step needs one" : $"all {needs.Steps.Length} live steps have one")
            : new Finding(
                Subject,
                FindingLevel.Warning,
                $"{without.Length} of {needs.Steps.Length} live steps have none: {Few.Of(without)}",
                "These cannot be replayed when the engine fails: `./run.sh record FILE` records them.");
    }
}
