namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>One look of the doctor.</summary>
internal interface IDoctorCheck
{
    /// <summary>What it looks at, in a word or two.</summary>
    string Subject { get; }

    /// <summary>Looks.</summary>
    Task<Finding> LookAsync(CancellationToken cancellationToken);
}
