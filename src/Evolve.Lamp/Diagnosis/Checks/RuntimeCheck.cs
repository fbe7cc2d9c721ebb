namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>The .NET that runs us.</summary>
internal sealed class RuntimeCheck : IDoctorCheck
{
    public string Subject => ".NET";

    public Task<Finding> LookAsync(CancellationToken cancellationToken) => Task.FromResult(
        Environment.Version.Major >= 10
            ? new Finding(Subject, FindingLevel.Good, Environment.Version.ToString())
            : new Finding(Subject, FindingLevel.Problem, Environment.Version.ToString(), "Install the .NET 10 SDK (dot.net)."));
}
