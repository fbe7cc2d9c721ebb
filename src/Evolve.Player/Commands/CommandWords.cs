using System.Collections.Immutable;
using System.Text;

namespace Evolve.Player.Commands;

/// <summary>
/// Splits a line into words as a shell does: blanks part, <c>"…"</c> and <c>'…'</c> hold together, a backslash takes the
/// next character as it is (not inside single quotes).
/// </summary>
public static class CommandWords
{
    /// <summary>The longest line: more than anybody types, and the end of what somebody sends.</summary>
    public const int LongestLine = 4000;

    /// <summary>The words of a line.</summary>
    /// <exception cref="CommandException">A quote is not closed, or the line is too long.</exception>
    public static ImmutableArray<CommandWord> Split(string line)
    {
        var words = Read(line, out var open);
        return open is { } quote
            ? throw new CommandException($"The quote at character {quote + 1} is not closed: add another {line[quote]} where it ends.")
            : words;
    }

    /// <summary>The words of a line that is not finished; an open quote ends with the line.</summary>
    internal static ImmutableArray<CommandWord> SplitUnfinished(string line) => Read(line, out _);

    /// <summary>A word as it must be typed, in quotes when it needs them.</summary>
    internal static string Quote(string word) =>
        word.Length > 0 && !word.Any(letter => char.IsWhiteSpace(letter) || letter is '"' or '\'' or '\\')
            ? word
            : $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static ImmutableArray<CommandWord> Read(string line, out int? open)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Length > LongestLine)
        {
            throw new CommandException($"This line has {line.Length} characters, and {LongestLine} are the most.");
        }

        var words = ImmutableArray.CreateBuilder<CommandWord>();
        open = null;
        for (var at = 0; at < line.Length;)
        {
            if (char.IsWhiteSpace(line[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var text = new StringBuilder();
            open = null;
            for (; at < line.Length && (open is not null || !char.IsWhiteSpace(line[at])); at++)
            {
                var letter = line[at];
                if (open is { } quote && letter == line[quote])
                {
                    open = null;
                }
                else if (open is null && letter is '"' or '\'')
                {
                    open = at;
                }
                else if (letter == '\\' && (open is null || line[open.Value] == '"') && at + 1 < line.Length)
                {
                    text.Append(line[++at]);
                }
                else
                {
                    text.Append(letter);
                }
            }

            words.Add(new CommandWord(text.ToString(), start, at));
        }

        return words.ToImmutable();
    }
}

/// <summary>A word of a line.</summary>
/// <param name="Text">The word without its quotes.</param>
/// <param name="Start">Where it begins, from 0.</param>
/// <param name="End">Where what follows it begins.</param>
public readonly record struct CommandWord(string Text, int Start, int End);
