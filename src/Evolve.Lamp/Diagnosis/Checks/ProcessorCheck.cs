namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Processors.</summary>
internal sealed class ProcessorCheck : IDoctorCheck
{
    public string Subject => "processors";

    public Task<Finding> LookAsync(CancellationToken cancellationToken) => Task.FromResult(
        Environment.ProcessorCount > 1
            ? new Finding(Subject, FindingLevel.Good, $"{Environment.ProcessorCount}")
            : new Finding(Subject, FindingLevel.Warning, "1", "Builds will slow everything else down: two or more are comfortable."));
}
