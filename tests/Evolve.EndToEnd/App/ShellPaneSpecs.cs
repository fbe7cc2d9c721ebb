using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.App;

/// <summary>The shell pane is a real terminal: full-screen programs work in it as they do outside.</summary>
public sealed class ShellPaneSpecs : IDisposable
{
    private readonly AppUnderTest _app = new();
    private readonly TmuxSession _terminal;

    public ShellPaneSpecs()
    {
        _terminal = _app.Open("play tour", 120, 36);
        _terminal.WaitFor("1/7").Press("x").WaitFor("evolve:");
    }

    [Fact]
    public void Vim_edits_a_file_of_the_workspace()
    {
        _terminal.Type("vim -u NONE -N note.txt").Press("Enter").WaitFor("note.txt");
        _terminal.Press("i").Type("written in vim").Press("Escape").Type(":wq").Press("Enter");
        _terminal.WaitUntil(PromptIsLast, "the prompt to come back");
        _terminal.Type("cat note.txt; pwd").Press("Enter").WaitFor("written in vim");
    }

    [Fact]
    public void Less_pages_and_searches()
    {
        _terminal.Type("seq 1 500 | less").Press("Enter").WaitFor("│ 20");
        _terminal.Type("/^321$").Press("Enter").WaitFor("│ 321").Press("q").WaitForNo("│ 321");
    }

    [Theory]
    [InlineData("top", "PID")]
    [InlineData("htop", "PID")]
    public void A_program_that_redraws_itself_is_shown_and_left(string program, string words)
    {
        _terminal.Type(program).Press("Enter").WaitFor(words);
        _terminal.Press("q").WaitUntil(PromptIsLast, "the prompt to come back");
        _terminal.Type("echo left-$((6*7))").Press("Enter").WaitFor("left-42");
    }

    [Fact]
    public void The_mariadb_client_speaks_for_itself()
    {
        _terminal.Type("mariadb --version").Press("Enter").WaitFor("MariaDB");
    }

    [Fact]
    public void A_clickers_keys_go_to_the_talk_while_the_shell_has_the_others()
    {
        _terminal.Type("echo typed-here").Press("Enter").WaitFor("typed-here");
        _terminal.Press("PageDown").WaitFor("Press it again").Type("echo still-here").Press("Enter").WaitFor("still-here");
        _terminal.Press("F12").Press("b").WaitForNo("1/7");
    }

    // The pane is right of the last rule, since a table of the slide has rules, too. Its prompt is waited for because
    // keys that a program has not read when it ends are thrown away with its terminal settings.
    private static bool PromptIsLast(string screen)
    {
        var pane = screen.Split('\n')[..^1].Select(line => line[(line.LastIndexOf('│') + 1)..].Trim());
        return pane.LastOrDefault(line => line.Length > 0)?.EndsWith('#') ?? false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _terminal.Dispose();
        _app.Dispose();
    }
}
