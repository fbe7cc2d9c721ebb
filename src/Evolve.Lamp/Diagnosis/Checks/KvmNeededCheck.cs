namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Hardware virtualisation for a scenario that says that it cannot do without.</summary>
internal sealed class KvmNeededCheck(IDoctorCheck kvm) : IDoctorCheck
{
    public string Subject => kvm.Subject;

    public async Task<Finding> LookAsync(CancellationToken cancellationToken) => await kvm.LookAsync(cancellationToken) switch
    {
        { Level: FindingLevel.Warning } finding => finding with { Level = FindingLevel.Problem },
        var finding => finding,
    };
}
