using Evolve.Lamp.Machine;

namespace Evolve;

/// <summary>What every verb is given: where this Evolve lives, and where its words go.</summary>
/// <param name="Installation">The shipped scenarios and assets.</param>
/// <param name="Host">The machine's variables and files.</param>
/// <param name="Output">Answers.</param>
/// <param name="Error">Errors and warnings.</param>
internal sealed record Session(Installation Installation, IHost Host, TextWriter Output, TextWriter Error)
{
    /// <summary>What is typed, or piped in.</summary>
    public TextReader Input { get; init; } = Console.In;

    /// <summary>A scenario's path from what the user typed: a path, or the name of a shipped scenario.</summary>
    public string ResolveScenario(string nameOrPath)
    {
        var shipped = Path.Combine(Installation.Scenarios, nameOrPath + ".md");
        return !File.Exists(nameOrPath) && !nameOrPath.Contains('/', StringComparison.Ordinal) && File.Exists(shipped)
            ? shipped
            : nameOrPath;
    }
}
