using System.Collections.Immutable;
using Evolve.Player.Playing;

namespace Evolve.Player.Commands;

/// <summary>A line that was understood: a command and its arguments, to be done once.</summary>
/// <param name="Command">The command.</param>
/// <param name="Arguments">What was given, each checked against its kind; a text is one or many words.</param>
public sealed record ParsedCommand(TalkCommand Command, ImmutableArray<string> Arguments)
{
    /// <summary>Does it.</summary>
    /// <param name="stage">Where.</param>
    /// <param name="print">Takes the lines that it prints.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <exception cref="CommandException">It cannot be done, or failed; the message says why.</exception>
    public Task RunAsync(CommandStage stage, Action<string> print, CancellationToken cancellationToken) =>
        Command.Run(new CommandCall(this, stage, print), cancellationToken);
}

/// <summary>What a command's function is given.</summary>
/// <param name="Parsed">The command and its arguments.</param>
/// <param name="Stage">What it acts upon.</param>
/// <param name="Print">Takes the lines that it prints.</param>
public sealed record CommandCall(ParsedCommand Parsed, CommandStage Stage, Action<string> Print)
{
    /// <summary>The scenario that is played.</summary>
    public ScenarioPlayer Player => Stage.Player;

    /// <summary>The argument at a place, or null when it was left out.</summary>
    public string? this[int index] => index < Parsed.Arguments.Length ? Parsed.Arguments[index] : null;
}
