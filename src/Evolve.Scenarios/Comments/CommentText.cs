using System.Text.RegularExpressions;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Comments;

/// <summary>Tells comments that mean something from those that do not.</summary>
internal static partial class CommentText
{
    private static readonly string[] Known = ["note:", "layout:", "include:", "pause", "hint:", "quiz:", "answer:"];

    /// <summary>
    /// Reads what stands between <c>&lt;!--</c> and <c>--&gt;</c>: a directive, a sentence about what is wrong with it,
    /// or neither for a comment that is only a comment.
    /// </summary>
    public static (Directive? Directive, string? Sentence) Read(string body, int offset)
    {
        var text = body.Trim();
        if (text == "pause")
        {
            return (new Directive(DirectiveKind.Pause, "", offset), null);
        }

        if (WordAndColon().Match(text) is { Success: true } match)
        {
            return ReadWord(match.Groups["word"].Value, match.Groups["rest"].Value, body, offset);
        }

        return (null, NearMiss(text));
    }

    private static (Directive? Directive, string? Sentence) ReadWord(string word, string rest, string body, int offset)
    {
        var value = rest.Trim();
        switch (word)
        {
            case "pause":
                return (null, "A pause takes no value; write `<!-- pause -->`.");
            case "note":
                return ReadText(DirectiveKind.Note, word, value, body, offset);
            case "hint":
                return ReadText(DirectiveKind.Hint, word, value, body, offset);
            case "answer":
                return ReadText(DirectiveKind.Answer, word, value, body, offset);
            case "quiz":
                return (new Directive(DirectiveKind.Quiz, value, offset), null);
            case "layout":
                return (new Directive(DirectiveKind.Layout, value, offset), null);
            case "include":
                return (new Directive(DirectiveKind.Include, value, offset), null);
            default:
                // "http://example.org" and "C:file" are no attempts at a directive.
                return rest.Length > 0 && !char.IsWhiteSpace(rest[0])
                    ? (null, null)
                    : (null, $"`{Words.Shorten(word)}:` is not known in a comment; the words are `note:`, `layout:`, `include:`, `hint:`, `quiz:`, `answer:` and `pause`."
                        + Suggestion.For(word + ":", Known));
        }
    }

    private static (Directive? Directive, string? Sentence) ReadText(DirectiveKind kind, string word, string value, string body, int offset) =>
        value.Length == 0
            ? (null, $"This {word} is empty; write its text after `{word}:` or remove it.")
            : (new Directive(kind, Unindent(body[(body.IndexOf(':', StringComparison.Ordinal) + 1)..]), offset), null);

    /// <summary>A pause or an include that is ignored because of a slip would be missed only on the stage.</summary>
    private static string? NearMiss(string text)
    {
        if (text.Length <= 10 && !text.Contains(' ', StringComparison.Ordinal)
            && Suggestion.Distance(text.ToLowerInvariant(), "pause") <= 1)
        {
            return $"`{text}` is not known in a comment. Did you mean `pause`?";
        }

        return ForgottenColon().IsMatch(text)
            ? $"A colon is missing; write `<!-- {text.Split((char[]?)null, 2)[0]}: … -->`."
            : null;
    }

    /// <summary>Takes the indentation that all lines but the first share, so that notes may be set under each other.</summary>
    private static string Unindent(string text)
    {
        var lines = text.Split('\n');
        var indent = lines.Skip(1).Where(line => !string.IsNullOrWhiteSpace(line))
            .Select(line => line.Length - line.TrimStart().Length)
            .DefaultIfEmpty(0)
            .Min();
        var rest = lines.Skip(1).Select(line => line.Length >= indent ? line[indent..].TrimEnd() : "");
        return string.Join('\n', rest.Prepend(lines[0].Trim())).Trim();
    }

    [GeneratedRegex(@"^(?<word>\p{L}[\p{L}\d_-]*) ?:(?<rest>.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex WordAndColon();

    [GeneratedRegex(@"^(include\s+\S+\.md|layout\s+(slide|panes|split|traffic|scoreboard)|quiz\s+[a-z][a-z0-9-]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex ForgottenColon();
}
