using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace Evolve.EndToEnd.App;

/// <summary>The app in a real terminal: sizes, colours, signals, and what it leaves behind.</summary>
public sealed partial class TerminalSpecs : IDisposable
{
    private readonly AppUnderTest _app = new();

    [Theory]
    [InlineData(80, 24)]
    [InlineData(100, 30)]
    [InlineData(120, 36)]
    [InlineData(200, 60)]
    public void The_opening_screen_lists_what_there_is_to_play(int columns, int rows)
    {
        using var terminal = _app.Open("", columns, rows);
        terminal.WaitFor("A tour of Evolve").WaitFor("Unikernels, one tier at a time");
        Assert.Equal("1", terminal.Ask("#{alternate_on}"));
    }

    [Fact]
    public void A_window_too_small_says_so_and_recovers()
    {
        using var terminal = _app.Open("play tour", 70, 20);
        terminal.WaitFor("80");
        terminal.Resize(100, 30).WaitFor("1/7");
        terminal.Resize(60, 15).WaitFor("80").Resize(120, 36).WaitFor("1/7");
    }

    [Fact]
    public void With_NO_COLOR_no_colour_is_sent()
    {
        using var terminal = _app.Open("play tour", variables: new Dictionary<string, string> { ["NO_COLOR"] = "1" });
        terminal.WaitFor("1/7").Press("PageDown").WaitFor("Press it again");
        Assert.DoesNotMatch(Colour(), terminal.StyledScreen);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("INT")]
    public void A_signal_restores_the_terminal_and_leaves_no_process(string signal)
    {
        using var terminal = _app.Open("play tour");
        terminal.WaitFor("1/7").Press("x").WaitFor("evolve:");
        terminal.Type("sleep 4711 & echo started-$!").Press("Enter").WaitFor("started-");
        var app = ChildOf(int.Parse(terminal.Ask("#{pane_pid}")));
        Process.Start("kill", [$"-{signal}", $"{app}"]).WaitForExit();
        terminal.WaitFor("[ended");
        Assert.Equal("0", terminal.Ask("#{alternate_on}"));
        Assert.Equal("1", terminal.Ask("#{cursor_flag}"));
        Assert.Equal("0", terminal.Ask("#{mouse_any_flag}"));
        Assert.DoesNotContain("sleep 4711", CommandLines());
    }

    [Fact]
    public void A_closed_terminal_ends_the_app_and_its_shell()
    {
        int app;
        using (var terminal = _app.Open("play tour"))
        {
            terminal.WaitFor("1/7").Press("x").WaitFor("evolve:");
            terminal.Type("sleep 4712 & echo started-$!").Press("Enter").WaitFor("started-");
            app = ChildOf(int.Parse(terminal.Ask("#{pane_pid}")));
        }

        using var gone = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (Directory.Exists($"/proc/{app}") || CommandLines().Contains("sleep 4712", StringComparison.Ordinal))
        {
            Assert.False(gone.IsCancellationRequested, "The app, or what its shell started, outlives its terminal.");
            Thread.Sleep(50);
        }
    }

    [Fact]
    public void Escape_and_a_clickers_other_keys_do_no_harm()
    {
        using var terminal = _app.Open("play tour");
        terminal.WaitFor("1/7").Press("Escape", "F5", "Escape").Press("PageDown").WaitFor("Press it again");
        terminal.Press("b").WaitForNo("1/7").Press("b").WaitFor("1/7");
        terminal.Press("PageUp").WaitFor("1/7");
    }

    /// <inheritdoc/>
    public void Dispose() => _app.Dispose();

    [GeneratedRegex(@"\e\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])\b")]
    private static partial Regex Colour();

    private static int ChildOf(int shell) =>
        int.Parse(File.ReadAllText($"/proc/{shell}/task/{shell}/children").Split(' ')[0]);

    private static string CommandLines() =>
        string.Join('\n', Directory.EnumerateDirectories("/proc")
            .Where(path => Path.GetFileName(path).All(char.IsAsciiDigit))
            .Select(path => Path.Combine(path, "cmdline"))
            .Select(ReadOrEmpty));

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // It ended between the listing and the reading.
            return "";
        }
    }
}
