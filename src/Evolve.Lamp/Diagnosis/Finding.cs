namespace Evolve.Lamp.Diagnosis;

/// <summary>One line of the doctor's table.</summary>
/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Level">How it is.</param>
/// <param name="Value">What was found.</param>
/// <param name="Remedy">The sentence that fixes it, or null when nothing is wrong.</param>
public sealed record Finding(string Subject, FindingLevel Level, string Value, string? Remedy = null);

/// <summary>How a finding is.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>The talk can be given, with a limit that the remedy names.</summary>
    Warning,

    /// <summary>The talk cannot be given like this.</summary>
    Problem,
}
