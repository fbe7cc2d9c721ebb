using System.Collections.Immutable;

namespace Evolve.Player.Commands;

/// <summary>The table of commands as text, for the REPL's help and for the README.</summary>
public static class CommandReference
{
    /// <summary>A line a command.</summary>
    public static ImmutableArray<string> Lines()
    {
        var width = CommandTable.All.Max(command => command.Usage.Length);
        return [.. CommandTable.All.Select(command => $"{command.Usage.PadRight(width)}  {command.Help}")];
    }

    /// <summary>A table in Markdown.</summary>
    /// <param name="keysOf">The keys that do the same as a verb, by their names.</param>
    public static string Markdown(Func<string, IEnumerable<string>> keysOf)
    {
        ArgumentNullException.ThrowIfNull(keysOf);
        var rows = CommandTable.All.Select(command =>
            $"| `{command.Usage.Replace("|", "\\|", StringComparison.Ordinal)}` | {command.Help} | {string.Join(" ", keysOf(command.Verb).Select(key => $"`{key}`"))} |\n");
        return "| command | what it does | keys |\n|---|---|---|\n" + string.Concat(rows).Replace("|  |", "| |", StringComparison.Ordinal);
    }
}
