using System.Collections.Immutable;

namespace Evolve.Player.Commands;

/// <summary>What the word at the cursor can become.</summary>
/// <param name="Start">Where that word begins.</param>
/// <param name="Candidates">The whole words that it can be, in order.</param>
public sealed record CommandCompletion(int Start, ImmutableArray<string> Candidates)
{
    /// <summary>What can be typed at a place of a line; a pure function.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cursor">The place, from 0; what is behind it is not looked at.</param>
    /// <param name="vocabulary">The names that arguments can be.</param>
    public static CommandCompletion At(string line, int cursor, CommandVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var before = line[..Math.Clamp(cursor, 0, line.Length)];
        if (before.Length > CommandWords.LongestLine)
        {
            return new(before.Length, []);
        }

        var words = CommandWords.SplitUnfinished(before);
        var isNew = words.IsEmpty || words[^1].End < before.Length;
        var (start, prefix) = isNew ? (before.Length, "") : (words[^1].Start, words[^1].Text);
        var earlier = (isNew ? words : words.RemoveAt(words.Length - 1)).Select(word => word.Text).ToImmutableArray();
        return new(start, [.. Choices(earlier, vocabulary).Where(word => word.StartsWith(prefix, StringComparison.Ordinal))]);
    }

    /// <summary>The line with as much of the word as all candidates share; a blank follows when there is one only.</summary>
    public (string Line, int Cursor) Fill(string line, int cursor)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (Candidates.IsEmpty)
        {
            return (line, cursor);
        }

        var shared = Candidates.Skip(1).Aggregate(Candidates[0], Shared);
        var word = Candidates.Length == 1 ? CommandWords.Quote(shared) + " " : shared;
        var rest = line[cursor..];
        if (word.EndsWith(' ') && rest.StartsWith(' '))
        {
            rest = rest[1..];
        }

        return (line[..Start] + word + rest, Start + word.Length);
    }

    private static ImmutableArray<string> Choices(ImmutableArray<string> earlier, CommandVocabulary vocabulary)
    {
        if (earlier.IsEmpty)
        {
            return [.. CommandTable.All.Select(command => command.Verb)];
        }

        return CommandTable.Find(earlier[0]) is { } command && earlier.Length <= command.Arguments.Length
            ? CommandParser.Choices(command.Arguments[earlier.Length - 1], earlier.RemoveAt(0), vocabulary)
            : [];
    }

    private static string Shared(string one, string other)
    {
        var length = 0;
        while (length < one.Length && length < other.Length && one[length] == other[length])
        {
            length++;
        }

        return one[..length];
    }
}
