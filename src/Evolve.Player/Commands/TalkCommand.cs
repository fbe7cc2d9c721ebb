using System.Collections.Immutable;

namespace Evolve.Player.Commands;

/// <summary>A command: the same by a key, on the <c>:</c> line, in the REPL and in the notes window.</summary>
public sealed record TalkCommand
{
    /// <summary>Its first word.</summary>
    public required string Verb { get; init; }

    /// <summary>What it does, in a few words; the help of its key, too.</summary>
    public required string Help { get; init; }

    /// <summary>What may follow.</summary>
    public ImmutableArray<CommandArgument> Arguments { get; init; } = [];

    /// <summary>True when it prints for a while: the app gives it a pane.</summary>
    public bool IsLong { get; init; }

    /// <summary>How it is written, such as <c>tier TIER FLAVOUR</c>.</summary>
    public string Usage => string.Join(' ', Arguments.Select(argument => argument.Usage).Prepend(Verb));

    /// <summary>Does it; fails with a <see cref="CommandException"/>.</summary>
    public required Func<CommandCall, CancellationToken, Task> Run { get; init; }
}
