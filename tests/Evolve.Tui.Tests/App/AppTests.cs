using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Evolve.Player.Playing;
using Evolve.Player.Trusting;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.App;

public sealed partial class AppTests
{
    [Fact]
    public void A_number_and_g_go_to_that_slide()
    {
        using var app = AppDriver.Play();

        app.Press("3").ShouldShow("3").Press("g").ShouldShow("Thank you.");
    }

    [Fact]
    public void The_index_finds_a_step_by_typing_and_goes_there()
    {
        using var app = AppDriver.Play();

        app.Press("Ctrl-P").Type("run-php").Press("Enter").ShouldShow("The PHP tier");

        Assert.Equal(0, app.Options.Programs.Started);
    }

    [Fact]
    public void A_step_can_be_edited_and_run()
    {
        var programs = new FakePrograms().When("echo edited", "edited\n", 0);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("2", "g").ShouldShow("The PHP tier").Press("e").ShouldShow("Edit build-php")
            .Press("Ctrl-U").Type("echo edited").Press("Ctrl-R")
            .Until(() => app.Player.State.StateOf("build-php") is { Status: StepStatus.Done, EditedText: "echo edited" }, "the edited step done");
    }

    [Fact]
    public void A_running_step_can_be_stopped_at_any_moment()
    {
        var programs = new FakePrograms().When("docker build", "…", null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("2", "g", "PageDown").ShouldShow("build-php is running").Press("Ctrl-C")
            .Until(() => app.Player.State.StateOf("build-php").Status == StepStatus.Cancelled, "a step that was stopped");
    }

    [Fact]
    public void Quitting_asks_and_staying_is_the_safe_answer()
    {
        using var app = AppDriver.Play(new AppOptions { Deployment = ClickerTests.RunningDeployment() });

        app.Press("q").ShouldShow("The deployment is running").Press("Enter").ShouldNotShow("The deployment is running");
        Assert.False(app.IsFinished);
        app.Press("q", "k");
        Assert.True(app.IsFinished);
        Assert.Contains("keeps running", app.Farewell, StringComparison.Ordinal);
    }

    [Fact]
    public void Quitting_can_remove_the_deployment_and_says_what_it_removed()
    {
        using var app = AppDriver.Play(new AppOptions
        {
            Deployment = ClickerTests.RunningDeployment(),
            Remove = _ => Task.FromResult("Removed 4 containers."),
        });

        app.Press("q", "c").Until(() => { _ = app.Screen; return app.IsFinished; }, "the end");

        Assert.Equal("Removed 4 containers.", app.Farewell);
    }

    [Fact]
    public void When_removing_fails_the_reason_is_told_and_the_talk_goes_on()
    {
        using var app = AppDriver.Play(new AppOptions
        {
            Deployment = ClickerTests.RunningDeployment(),
            Remove = _ => throw new IOException("the engine does not answer."),
        });

        app.Press("q", "c").ShouldShow("the engine does not answer").Press("Esc").ShouldNotShow("could not be removed");

        Assert.False(app.IsFinished);
    }

    [Fact]
    public void A_window_that_is_too_small_says_so_and_recovers()
    {
        using var app = AppDriver.Play();

        app.Resize(60, 15).ShouldShow("80").ShouldNotShow("Evolution, live").Resize(80, 24).ShouldShow("Evolution, live");
    }

    [Fact]
    public void A_scenario_from_elsewhere_shows_all_its_commands_and_runs_nothing_before_it_is_trusted()
    {
        var trust = new NoTrust();
        using var app = AppDriver.Play(new AppOptions { Trust = trust });

        app.ShouldShow("A scenario from elsewhere").ShouldShow("docker build").Press("PageDown").ShouldNotShow("A scenario from elsewhere");
        app.Press("2", "g").ShouldShow("The PHP tier").Press("r").ShouldShow("A scenario from elsewhere");
        Assert.Equal(0, app.Options.Programs.Started);

        app.Press("y").Until(() => app.Player.State.Untrusted.IsEmpty, "trust").Press("r")
            .Until(() => app.Options.Programs.Started > 0, "a program");
    }

    [Fact]
    public void Another_Evolve_is_told_before_anything_else()
    {
        using var app = new AppDriver(new AppOptions { Warning = "Another Evolve (process 4711) holds this deployment." });

        app.ShouldShow("process 4711").Press("PageDown").ShouldNotShow("process 4711").ShouldShow("A tour of Evolve");
    }

    [Fact]
    public void A_scenario_that_cannot_be_played_says_why()
    {
        using var app = new AppDriver(new AppOptions());

        app.ShouldShow("A tour of Evolve").Press("Down", "Enter").ShouldShow("there is no such scenario");
    }

    [Fact]
    public void Without_colours_no_colour_is_sent()
    {
        using var app = AppDriver.Play(new AppOptions
        {
            Abilities = new TerminalAbilities(ColorDepth.Monochrome, IsUnicode: true),
            Deployment = ClickerTests.RunningDeployment(),
            Programs = new FakePrograms().When("docker build", "\u001b[31mred\u001b[0m\n", null),
        });
        app.Press("2", "g", "PageDown").ShouldShow("red");

        Assert.DoesNotMatch(Colour(), app.Frame);
        Assert.DoesNotMatch(Colour(), app.Press("?").Frame);
    }

    [Fact]
    public void With_colours_the_same_screen_has_some() => Assert.Matches(Colour(), FrameWithColours());

    [Fact]
    public void All_themes_show_the_same_text()
    {
        using var app = AppDriver.Play();
        var dark = WithoutStatus(app.Screen);

        app.Press("t").ShouldShow("light").Wait(TimeSpan.FromSeconds(10));
        Assert.Equal(dark, WithoutStatus(app.Screen));
        app.Press("t").ShouldShow("high-contrast").Wait(TimeSpan.FromSeconds(10));
        Assert.Equal(dark, WithoutStatus(app.Screen));
    }

    [Fact]
    public void The_layout_key_goes_through_slide_panes_and_both()
    {
        using var app = AppDriver.Play(new AppOptions { Deployment = ClickerTests.RunningDeployment() });

        app.ShouldShow("edge").Press("l").ShouldShow("slide and panes").Press("l").ShouldNotShow("172.18").ShouldShow("Evolution, live")
            .Press("l").ShouldNotShow("A web site on").ShouldShow("edge").Press("l").ShouldShow("A web site on");
    }

    private static string WithoutStatus(string screen) => string.Join('\n', screen.TrimEnd('\n').Split('\n')[..^1]);

    private static string FrameWithColours()
    {
        using var app = AppDriver.Play();
        return app.Frame;
    }

    /// <summary>SGR 30 to 49 and 90 to 107: every way to set a colour.</summary>
    [GeneratedRegex(@"\x1b\[(\d+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;\d+)*m")]
    private static partial Regex Colour();

    private sealed class NoTrust : ITrust
    {
        private bool _isTrusted;

        public ImmutableArray<ScenarioCommand> Untrusted(Scenario scenario) => _isTrusted ? [] : CommandDigest.Of(scenario).Commands;

        public void Trust(IEnumerable<ScenarioCommand> commands) => _isTrusted = true;
    }
}
