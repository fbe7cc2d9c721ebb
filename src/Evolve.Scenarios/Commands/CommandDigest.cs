using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Scenarios.Commands;

/// <summary>Everything that a scenario may run, with hashes to remember it by.</summary>
public sealed record CommandDigest
{
    private CommandDigest(ImmutableArray<ScenarioCommand> commands)
    {
        Commands = commands;
        Sha256 = ScenarioCommand.Hash(commands.Select(command => command.Sha256));
    }

    /// <summary>All commands: each step in document order, followed by its checks, its undo and its solve.</summary>
    public ImmutableArray<ScenarioCommand> Commands { get; }

    /// <summary>SHA-256, in lower-case hexadecimal, of all hashes in order.</summary>
    public string Sha256 { get; }

    /// <summary>The digest of a scenario.</summary>
    public static CommandDigest Of(Scenario scenario) => new([.. scenario.Steps.SelectMany(CommandsOf)]);

    /// <summary>The commands whose hashes are not among <paramref name="known"/>, each text once.</summary>
    public ImmutableArray<ScenarioCommand> NotIn(IReadOnlySet<string> known) =>
        [.. Commands.Where(command => !known.Contains(command.Sha256)).DistinctBy(command => command.Sha256)];

    private static IEnumerable<ScenarioCommand> CommandsOf(Step step)
    {
        yield return new ScenarioCommand(CommandPurpose.Step, step.Id, step.Script);
        foreach (var check in step.Checks)
        {
            yield return new ScenarioCommand(CommandPurpose.Check, step.Id, check.Script);
        }

        if (step.Undo is { } undo)
        {
            yield return new ScenarioCommand(CommandPurpose.Undo, step.Id, undo);
        }

        if (step.Solve is { } solve)
        {
            yield return new ScenarioCommand(CommandPurpose.Solve, step.Id, solve);
        }
    }
}
