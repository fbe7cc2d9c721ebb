using System.Collections.Immutable;
using Evolve.Player.Commands;
using Evolve.Terminal.Input;

namespace Evolve.Tui.Keys;

/// <summary>Keys that do the same.</summary>
/// <param name="Command">What they do.</param>
/// <param name="Group">Where the help lists them.</param>
/// <param name="What">What they do, in a few words.</param>
/// <param name="Keys">The keys; the first is the one that is named elsewhere.</param>
public sealed record KeyBinding(UiCommand Command, string Group, string What, ImmutableArray<KeyPress> Keys)
{
    /// <summary>The command line that the keys stand for; null when only a key can do this.</summary>
    public string? Line { get; init; }

    internal KeyBinding(UiCommand command, string group, string what, params ReadOnlySpan<string> keys)
        : this(command, group, what, Parse(keys))
    {
    }

    /// <summary>Keys for a command of the one table, whose help they bear.</summary>
    internal static KeyBinding Of(UiCommand command, string group, string verb, params ReadOnlySpan<string> keys) =>
        new(command, group, CommandTable.Get(verb).Help, keys) { Line = verb };

    private static ImmutableArray<KeyPress> Parse(ReadOnlySpan<string> names)
    {
        var keys = ImmutableArray.CreateBuilder<KeyPress>(names.Length);
        foreach (var name in names)
        {
            keys.Add(KeyNames.Parse(name));
        }

        return keys.MoveToImmutable();
    }
}
