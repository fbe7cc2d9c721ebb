using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Scenarios.Reading;

/// <summary>What reading a scenario gave: the scenario, or all that is wrong with it.</summary>
/// <param name="Scenario">The scenario; null when there is any error.</param>
/// <param name="Errors">Every error, in order of place; empty when it is good.</param>
public sealed record ReadResult(Scenario? Scenario, ImmutableArray<ScenarioError> Errors)
{
    /// <summary>The head, also when something else is wrong; null when the head itself is.</summary>
    public FrontMatter? FrontMatter { get; init; }

    /// <summary>Full paths of all files that were looked for, also missing and broken ones: what a watcher watches.</summary>
    public ImmutableArray<string> Files { get; init; } = [];
}
