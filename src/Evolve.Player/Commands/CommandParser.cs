using System.Collections.Immutable;
using System.Globalization;
using Evolve.Scenarios.Reading;

namespace Evolve.Player.Commands;

/// <summary>Understands a line; each mistake is one sentence, with a suggestion where one is near.</summary>
public static class CommandParser
{
    /// <summary>The longest word that a sentence repeats.</summary>
    private const int LongestEcho = 40;

    /// <summary>Understands a line.</summary>
    /// <param name="line">What was typed.</param>
    /// <param name="vocabulary">The names that arguments can be.</param>
    /// <returns>The command; null for a line that is empty or begins with <c>#</c>.</returns>
    /// <exception cref="CommandException">It cannot be understood; the message says why.</exception>
    public static ParsedCommand? Parse(string line, CommandVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (line.TrimStart().StartsWith('#'))
        {
            return null;
        }

        var words = CommandWords.Split(line).Select(word => word.Text).ToImmutableArray();
        if (words.IsEmpty)
        {
            return null;
        }

        var command = CommandTable.Find(words[0]) ?? throw new CommandException(NoCommand(words[0]));
        var given = words.RemoveAt(0);
        for (var i = 0; i < command.Arguments.Length; i++)
        {
            var argument = command.Arguments[i];
            if (i < given.Length)
            {
                if (argument.Kind == ArgumentKind.Text)
                {
                    return new ParsedCommand(command, given);
                }

                Check(argument, given, i, vocabulary);
            }
            else if (!argument.IsOptional)
            {
                throw new CommandException($"`{command.Verb}` needs more: {command.Usage}.{Offer(argument, given, vocabulary)}");
            }
        }

        return given.Length <= command.Arguments.Length
            ? new ParsedCommand(command, given)
            : throw new CommandException($"`{command.Verb}` does not know what to do with “{Echo(given[command.Arguments.Length])}”: {command.Usage}.");
    }

    /// <summary>The words that an argument can be; none when it can be anything.</summary>
    internal static ImmutableArray<string> Choices(CommandArgument argument, ImmutableArray<string> given, CommandVocabulary vocabulary) => argument.Kind switch
    {
        ArgumentKind.Step => vocabulary.Steps,
        ArgumentKind.Place => [.. vocabulary.Steps, "first", "last"],
        ArgumentKind.Done => [.. vocabulary.Steps, "chapter", "all"],
        ArgumentKind.Tier => [.. vocabulary.Tiers.Select(tier => tier.Tier)],
        ArgumentKind.Flavour => given.IsEmpty ? [] : vocabulary.FlavoursOf(given[0]),
        ArgumentKind.OneOf => argument.Words,
        ArgumentKind.Verb => [.. CommandTable.All.Select(command => command.Verb)],
        _ => [],
    };

    private static void Check(CommandArgument argument, ImmutableArray<string> given, int index, CommandVocabulary vocabulary)
    {
        var word = given[index];
        var choices = Choices(argument, given, vocabulary);
        if (choices.Contains(word))
        {
            return;
        }

        switch (argument.Kind)
        {
            case ArgumentKind.Place when int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                if (number < 1 || number > vocabulary.SlideCount)
                {
                    throw new CommandException($"There is no slide {number}: they are 1 to {vocabulary.SlideCount}.");
                }

                break;
            case ArgumentKind.Place or ArgumentKind.Step or ArgumentKind.Done:
                throw new CommandException($"There is no step “{Echo(word)}”.{Suggest(word, choices)} `steps` lists all.");
            case ArgumentKind.Tier:
                throw new CommandException($"There is no tier “{Echo(word)}”.{Suggest(word, choices)}{Offer(argument, given, vocabulary)}");
            case ArgumentKind.Flavour:
                throw new CommandException($"The tier {given[0]} has no flavour “{Echo(word)}”.{Suggest(word, choices)}{Offer(argument, given, vocabulary)}");
            case ArgumentKind.Seconds when !int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds is < 1 or > 86400:
                throw new CommandException($"“{Echo(word)}” is no time: write a whole number of seconds, from 1 to 86400.");
            case ArgumentKind.Verb:
                throw new CommandException(NoCommand(word));
            case ArgumentKind.OneOf:
                throw new CommandException($"“{Echo(word)}” is not understood here.{Suggest(word, choices)}{Offer(argument, given, vocabulary)}");
            default:
                // Anything will do.
                break;
        }
    }

    private static string NoCommand(string word) =>
        $"There is no command “{Echo(word)}”.{Suggest(word, CommandTable.All.Select(known => known.Verb))} `help` lists all.";

    private static string Offer(CommandArgument argument, ImmutableArray<string> given, CommandVocabulary vocabulary) =>
        argument.Kind is not (ArgumentKind.Step or ArgumentKind.Place or ArgumentKind.Done) && Choices(argument, given, vocabulary) is { IsEmpty: false, Length: < 12 } choices
            ? $" {argument.Name} is {(choices.Length == 1 ? choices[0] : $"{string.Join(", ", choices[..^1])} or {choices[^1]}")}."
            : "";

    private static string Suggest(string word, IEnumerable<string> known) => Suggestion.For(word, known);

    private static string Echo(string word)
    {
        var safe = Panes.PaneText.Safe(word);
        return safe.Length <= LongestEcho ? safe : safe[..(LongestEcho - 1)] + "…";
    }
}
