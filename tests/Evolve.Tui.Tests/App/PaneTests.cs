using System.Text;
using Xunit;

namespace Evolve.Tui.Tests.App;

public sealed class PaneTests
{
    [Fact]
    public void Keys_reach_a_pane_only_after_the_explicit_key()
    {
        var programs = new FakePrograms().When("--norc -i", "$ ", null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("x").ShouldShow("keys go to shell").Press("F12").ShouldNotShow("keys go to shell")
            .Press("t", "Home", "l", "Esc", "Tab");
        Assert.Equal("", programs.Keys);

        app.Press("F2").ShouldShow("keys go to shell").Type("echo").Press("Enter", "Esc", "Ctrl-C");
        Assert.Equal("echo\r\u001b\u0003", programs.Keys);
    }

    [Fact]
    public void A_paste_reaches_only_the_pane_that_has_the_keys()
    {
        var programs = new FakePrograms().When("--norc -i", "$ ", null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Paste("rm -rf /").ShouldShow("Nothing was pasted");
        app.Press("x").ShouldShow("keys go to shell").Paste("grüße 你好");

        Assert.Equal("grüße 你好", programs.Keys);
    }

    [Fact]
    public void A_click_on_the_slide_takes_the_keys_back_and_one_in_a_pane_only_says_how_to_type_there()
    {
        var programs = new FakePrograms().When("--norc -i", "$ prompt", null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("x").ShouldShow("keys go to shell").Click("Evolution, live").ShouldNotShow("keys go to shell")
            .Click("$ prompt").ShouldShow("F2 types into shell").Press("t", "Space");

        Assert.Equal("", programs.Keys);
    }

    [Fact]
    public void What_was_scrolled_away_can_be_searched_and_copied()
    {
        var lines = string.Concat(Enumerable.Range(1, 200).Select(i => $"line {i}\n"));
        var programs = new FakePrograms().When("--norc -i", lines, null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("x", "F12").ShouldShow("line 200").ShouldNotShow("line 37")
            .Press("/").Type("line 37").Press("Enter").ShouldShow("line 37").ShouldShow("1 place")
            .Press("Space", "End", "y").ShouldShow("Copied");

        Assert.Contains("\u001b]52;c;" + Convert.ToBase64String("line 37"u8) + "\a", app.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void The_wheel_scrolls_back_and_the_place_is_shown_and_ends_at_the_youngest_line()
    {
        var lines = string.Concat(Enumerable.Range(1, 100).Select(i => $"line {i}\n"));
        var programs = new FakePrograms().When("--norc -i", lines, null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("x", "F12").ShouldShow("line 100").Wheel(70, 18, up: true).ShouldShow("3 lines back").ShouldNotShow("line 100")
            .Wheel(70, 18, up: false).ShouldShow("line 100").ShouldNotShow("lines back");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(11_000)]
    public void What_is_looked_at_and_marked_stays_while_output_goes_on_even_when_the_scrollback_is_full(int count)
    {
        var lines = string.Concat(Enumerable.Range(1, count).Select(i => $"line {i}\n"));
        var programs = new FakePrograms().When("--norc -i", lines, null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("x", "F12").ShouldShow($"line {count}")
            .Press("/").Type($"line {count - 40}").Press("Enter", "Space", "End").ShouldShow($"line {count - 40}");
        programs.Print(string.Concat(Enumerable.Repeat("more\n", 200)));
        app.ShouldShow($"line {count - 40}").ShouldNotShow("more");
        programs.Print(string.Concat(Enumerable.Repeat("more\n", 300)));
        app.Press("y").ShouldShow("Copied");

        Assert.Contains($"]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes($"line {count - 40}"))}\a", app.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_found_is_found_again_when_the_lines_are_wrapped_anew()
    {
        var lines = string.Concat(Enumerable.Range(1, 60).Select(i => $"{i} {new string('.', 90)} needle\n"));
        var programs = new FakePrograms().When("--norc -i", lines, null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("x", "F12").ShouldShow("60 ...").Press("/").Type("needle").Press("Enter").ShouldShow("60 places");
        app.Resize(200, 50);
        app.ShouldShow("60 places").Press("n", "Space", "l", "l", "l", "l", "l", "y").ShouldShow("Copied");

        Assert.Contains($"]52;c;{Convert.ToBase64String("needle"u8)}\a", app.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mouse_marks_and_copies()
    {
        var programs = new FakePrograms().When("--norc -i", "find me here\n", null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });
        app.Press("x", "F12").ShouldShow("find me here");
        var rows = app.Screen.Split('\n');
        var row = Array.FindIndex(rows, line => line.Contains("find me", StringComparison.Ordinal));
        var column = rows[row].IndexOf("find me", StringComparison.Ordinal);

        app.Drag((column, row), (column + 6, row)).ShouldShow("Copied");

        Assert.Contains(Convert.ToBase64String("find me"u8), app.Raw, StringComparison.Ordinal);
    }
}
