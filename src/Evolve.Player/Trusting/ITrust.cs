using System.Collections.Immutable;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Trusting;

/// <summary>Knows to which commands the user has agreed.</summary>
public interface ITrust
{
    /// <summary>The commands of a scenario that nobody has agreed to yet, each text once; none for a shipped one.</summary>
    ImmutableArray<ScenarioCommand> Untrusted(Scenario scenario);

    /// <summary>Agrees to these commands and remembers it.</summary>
    /// <exception cref="IOException">It could not be remembered; it holds for this run all the same.</exception>
    void Trust(IEnumerable<ScenarioCommand> commands);
}
