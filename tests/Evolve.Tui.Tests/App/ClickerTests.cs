using Evolve.Player.Playing;
using Xunit;

namespace Evolve.Tui.Tests.App;

public sealed class ClickerTests
{
    [Fact]
    public void A_clicker_alone_gives_the_whole_talk_also_past_a_step_that_keeps_failing()
    {
        var programs = new FakePrograms()
            .When("docker build", "Step 1/9 : FROM debian:trixie-slim\n", 1)
            .When("docker run", "3f2a\n", 0);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("PageDown").ShouldShow("Everything you will see runs now")
            .Press("PageDown").ShouldShow("The PHP tier")
            .Press("PageDown").Until(() => app.Player.State.StateOf("build-php").Status == StepStatus.Failed, "a failed step")
            .Press("PageDown").ShouldShow("Retry")
            .Press("PageDown").Until(() => app.Player.State.StateOf("build-php") is { Failures: 2, IsActive: false }, "a second failure")
            .Press("PageDown").ShouldShow("Skip")
            .Press("PageDown").Until(() => app.Player.State.StateOf("build-php").Status == StepStatus.Skipped, "a skipped step")
            .Press("PageDown").Until(() => app.Player.State.StateOf("run-php").Status == StepStatus.Done, "a step that is done")
            .Press("PageDown").ShouldShow("Thank you.")
            .Press("PageDown", "PageDown").ShouldShow("this is the end");
    }

    [Fact]
    public void Back_runs_nothing()
    {
        using var app = AppDriver.Play();

        app.Press("PageDown", "PageDown").ShouldShow("The PHP tier")
            .Press("PageUp").ShouldShow("Everything you will see runs now");

        Assert.Equal(0, app.Options.Programs.Started);
    }

    [Fact]
    public void A_clickers_other_keys_harm_nothing()
    {
        using var app = AppDriver.Play();

        app.Press("F5", "Shift-F5", "Esc", "Esc").ShouldShow("Evolution, live");

        Assert.False(app.IsFinished);
        Assert.Equal(0, app.Player.State.SlideIndex);
    }

    [Theory]
    [InlineData("b")]
    [InlineData(".")]
    public void The_blank_key_blanks_and_the_next_key_only_brings_the_picture_back(string key)
    {
        using var app = AppDriver.Play();

        app.Press(key);
        Assert.Equal("", app.Screen.Trim());
        app.Press("PageDown").ShouldShow("Evolution, live");

        Assert.Equal(0, app.Player.State.Reveal);
    }

    [Fact]
    public void A_clickers_keys_never_land_in_a_pane_even_while_it_has_the_keys()
    {
        var programs = new FakePrograms().When("--norc -i", "$ ", null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("x").ShouldShow("keys go to shell")
            .Type("ls").Press("PageDown").ShouldShow("Everything you will see runs now").Press("PageUp");

        Assert.Equal("ls", programs.Keys);
    }

    [Fact]
    public void A_clicker_closes_every_box_without_a_consequence()
    {
        using var app = AppDriver.Play(new AppOptions { Deployment = RunningDeployment() });
        foreach (var key in new[] { "?", "Ctrl-P", "q" })
        {
            app.Press(key).Until(() => !app.Screen.Contains("never seen", StringComparison.Ordinal), "a box");
            app.Press("PageDown");
        }

        Assert.False(app.IsFinished);
        Assert.Equal(0, app.Player.State.SlideIndex);
    }

    internal static FakeDeployment RunningDeployment()
    {
        var deployment = new FakeDeployment();
        deployment.Become(FakeDeployment.Running);
        return deployment;
    }
}
