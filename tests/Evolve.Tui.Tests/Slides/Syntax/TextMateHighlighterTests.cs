using System.Collections.Immutable;
using CsCheck;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Slides.Syntax;

public class TextMateHighlighterTests
{
    private static readonly string[] s_languages =
        ["sh", "dockerfile", "php", "sql", "c", "ocaml", "yaml", "json", "diff", "ini", "html", "css", "js", "make", "python"];

    [Theory]
    [InlineData("sh", "docker build --pull \"$X\" # now", "docker", Role.SyntaxFunction)]
    [InlineData("sh", "docker build --pull \"$X\" # now", "--pull", Role.SyntaxOption)]
    [InlineData("sh", "ls | grep x", "grep", Role.SyntaxFunction)]
    [InlineData("sh", "docker build --pull \"$X\" # now", "# now", Role.SyntaxComment)]
    [InlineData("dockerfile", "FROM debian:trixie-slim", "FROM", Role.SyntaxKeyword)]
    [InlineData("php", "return 42; // answer", "return", Role.SyntaxKeyword)]
    [InlineData("sql", "SELECT 1 FROM entry", "SELECT", Role.SyntaxKeyword)]
    [InlineData("c", "return 0;", "return", Role.SyntaxKeyword)]
    [InlineData("ocaml", "let x = \"a\"", "let", Role.SyntaxKeyword)]
    [InlineData("json", "{\"a\": true}", "true", Role.SyntaxNumber)]
    [InlineData("yaml", "title: \"a talk\"", "title", Role.SyntaxFunction)]
    [InlineData("diff", "+added", "+added", Role.SyntaxInserted)]
    [InlineData("ini", "[section]", "section", Role.SyntaxType)]
    public async Task Code_is_plain_first_and_coloured_when_the_grammar_is_there(string language, string text, string part, Role role)
    {
        var errors = new List<Exception>();
        var highlighter = new TextMateHighlighter(TimeProvider.System, errors.Add);
        var ready = new TaskCompletionSource();
        highlighter.Changed += () => ready.TrySetResult();

        Assert.Equal(PlainHighlighter.Plain(text).SelectMany(line => line), highlighter.Highlight(language, text).SelectMany(line => line));
        await ready.Task;

        var parts = highlighter.Highlight(language, text).SelectMany(line => line).ToArray();
        Assert.Contains(parts, found => found.Role == role && found.Text.Contains(part, StringComparison.Ordinal));
        Assert.Equal(text, Joined(highlighter.Highlight(language, text)));
        Assert.Empty(errors);
    }

    [Fact]
    public void An_unknown_language_is_plain_at_once() =>
        Assert.All(new TextMateHighlighter(TimeProvider.System, Fail).Highlight("klingon", "if (x) {}").SelectMany(line => line), part => Assert.Equal(Role.Text, part.Role));

    [Fact]
    public async Task Other_code_of_a_loaded_grammar_is_coloured_at_once()
    {
        var highlighter = await Loaded("sh");
        Assert.Contains(highlighter.Highlight("bash", "uname -srm").SelectMany(line => line), part => part is { Text: "-srm", Role: Role.SyntaxOption });
    }

    [Fact]
    public async Task Odd_text_never_fails_and_never_changes()
    {
        var highlighters = await Task.WhenAll(s_languages.Select(Loaded));
        Gen.Select(Gen.Int[0, s_languages.Length - 1], Gen.String).Sample(
            (i, text) => Assert.Equal(text, Joined(highlighters[i].Highlight(s_languages[i], text))), iter: 300);
    }

    [Fact]
    public async Task A_very_long_text_stays_plain_rather_than_slow()
    {
        var highlighter = await Loaded("sh");
        var text = new string('x', TextMateHighlighter.LongestText + 1);
        Assert.Equal(Role.Text, Assert.Single(Assert.Single(highlighter.Highlight("sh", text))).Role);
    }

    private static async Task<TextMateHighlighter> Loaded(string language)
    {
        var highlighter = new TextMateHighlighter(TimeProvider.System, Fail);
        var ready = new TaskCompletionSource();
        highlighter.Changed += () => ready.TrySetResult();
        highlighter.Highlight(language, "a");
        await ready.Task;
        return highlighter;
    }

    private static void Fail(Exception exception) => Assert.Fail(exception.ToString());

    private static string Joined(ImmutableArray<ImmutableArray<SyntaxPart>> lines) =>
        string.Join('\n', lines.Select(line => string.Concat(line.Select(part => part.Text))));
}
