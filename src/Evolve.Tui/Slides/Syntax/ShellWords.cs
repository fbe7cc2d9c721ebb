using System.Collections.Immutable;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Syntax;

/// <summary>Marks the commands and options of shell code, which the grammar leaves plain unless the shell itself has them.</summary>
internal static class ShellWords
{
    private static readonly string[] s_openers = ["then", "do", "else", "if", "while", "until", "!", "{", "(", "$(", "sudo", "exec", "time"];

    /// <summary>The same lines with roles for the plain words that are commands or options.</summary>
    public static ImmutableArray<ImmutableArray<SyntaxPart>> Refine(ImmutableArray<ImmutableArray<SyntaxPart>> lines)
    {
        var refined = ImmutableArray.CreateBuilder<ImmutableArray<SyntaxPart>>(lines.Length);
        var isContinued = false;
        foreach (var line in lines)
        {
            var parts = ImmutableArray.CreateBuilder<SyntaxPart>();
            var expectsCommand = !isContinued;
            foreach (var part in line)
            {
                expectsCommand = Add(parts, part, expectsCommand);
            }

            refined.Add(parts.ToImmutable());
            isContinued = line.Length > 0 && line[^1].Text.EndsWith('\\');
        }

        return refined.MoveToImmutable();
    }

    private static bool Add(ImmutableArray<SyntaxPart>.Builder parts, SyntaxPart part, bool expectsCommand)
    {
        if (part.Role != Role.Text)
        {
            parts.Add(part);
            var text = part.Text.Trim();
            return text.Length == 0 ? expectsCommand : Opens(text);
        }

        foreach (var word in Words(part.Text))
        {
            var role = Role.Text;
            if (word[0] == '-')
            {
                role = Role.SyntaxOption;
            }
            else if (word[0] != ' ' && expectsCommand && char.IsLetter(word[0]) && !word.Contains('=', StringComparison.Ordinal))
            {
                role = Role.SyntaxFunction;
            }

            parts.Add(new SyntaxPart(word, role));
            var isSetting = expectsCommand && word.Contains('=', StringComparison.Ordinal);
            expectsCommand = word[0] == ' ' || isSetting ? expectsCommand : Opens(word);
        }

        return expectsCommand;
    }

    private static bool Opens(string text) =>
        s_openers.Contains(text) || text[^1] is '|' or ';' or '(' || text.EndsWith("&&", StringComparison.Ordinal);

    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ' ') != (text[i - 1] == ' '))
            {
                yield return text[start..i];
                start = i;
            }
        }
    }
}
