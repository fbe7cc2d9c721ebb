using System.Text;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Xunit;

namespace Evolve.Tui.Tests.App;

/// <summary>What an audience must not see.</summary>
public sealed class SecretTests
{
    private const string Leak = "the token-abcdef of today\n";

    [Fact]
    public void A_secret_in_a_pane_is_neither_shown_nor_copied()
    {
        using var app = Play(1);
        app.ShouldShow("the ************ of today");
        Assert.DoesNotContain("token-abc", app.Screen, StringComparison.Ordinal);
        var row = app.Screen.Split('\n').ToList().FindIndex(line => line.Contains("of today", StringComparison.Ordinal));
        var column = app.Screen.Split('\n')[row].IndexOf("the ***", StringComparison.Ordinal);
        app.Drag((column, row), (column + 10, row)).ShouldShow("Copied");
        Assert.Equal("the *******", Copied(app.Raw));
    }

    [Fact]
    public void The_reason_of_a_failure_holds_no_secret()
    {
        using var app = Play(3);
        app.Press("PageDown").ShouldShow("Open a shell").ShouldShow("************ of today");
        Assert.DoesNotContain("token-abc", app.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_sentences_do_not_name_the_home_folder()
    {
        using var app = AppDriver.Play(new AppOptions { Veil = sentence => sentence.Replace("/home/ada", "~", StringComparison.Ordinal) });
        app.Player.Reload(new Evolve.Scenarios.Reading.ReadResult(null, [new ScenarioError(new SourceLocation("/home/ada/talk.md", 3, 1), "is wrong.")]));
        app.ShouldShow("~/talk.md");
        Assert.DoesNotContain("/home/ada", app.Screen, StringComparison.Ordinal);
    }

    private static AppDriver Play(int exit)
    {
        var talk = Talks.Of(Talks.Slide("One", Talks.StepOf("leak", "run", "show it")));
        var app = AppDriver.Play(new AppOptions
        {
            Scenario = talk with { FrontMatter = talk.FrontMatter with { Secrets = [@"token-\w+"] } },
            Programs = new FakePrograms().When("show it", Leak, exit),
        });
        app.Press("PageDown").Until(() => !app.Player.State.StateOf("leak").IsActive && app.Player.State.StateOf("leak").Status != StepStatus.Waiting, "an end");
        return app;
    }

    private static string Copied(string raw)
    {
        var start = raw.IndexOf("]52;c;", StringComparison.Ordinal) + 6;
        return Encoding.UTF8.GetString(Convert.FromBase64String(raw[start..raw.IndexOf('\a', start)]));
    }
}
