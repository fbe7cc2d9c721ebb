namespace Evolve.Scenarios.Model;

/// <summary>One thing that is wrong with a scenario, in a sentence that says what to do.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
public sealed record ScenarioError(SourceLocation Location, string Sentence)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Location}: {Sentence}";
}
