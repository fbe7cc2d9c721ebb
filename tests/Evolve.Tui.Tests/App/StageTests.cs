using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Xunit;

namespace Evolve.Tui.Tests.App;

/// <summary>What a presenter trips over on a stage: nothing may surprise, nothing may hold him.</summary>
public sealed class StageTests
{
    private static readonly Scenario s_long = Talks.Of(
        Talks.Slide("A long one", [.. Enumerable.Range(1, 20).Select(i => Talks.Paragraph($"paragraph {i}"))]),
        Talks.Slide("Then a step", [.. Enumerable.Range(1, 20).Select(i => Talks.Paragraph($"before {i}")), Talks.StepOf("late", "run", "docker run late")]),
        Talks.Slide("Questions?", Talks.Paragraph("Thank you.")));

    [Fact]
    public void Forward_shows_the_whole_of_a_long_slide_before_it_leaves_it()
    {
        using var app = AppDriver.Play(new AppOptions { Scenario = s_long });

        app.ShouldShow("show the rest of the slide").ShouldNotShow("paragraph 20")
            .Press("PageDown").ShouldShow("paragraph 20").ShouldShow("next slide: Then a step");
        Assert.Equal(0, app.Player.State.SlideIndex);

        app.Press("PageDown").ShouldShow("before 1");
        Assert.Equal(1, app.Player.State.SlideIndex);
    }

    [Fact]
    public void Forward_runs_no_step_that_is_not_on_the_screen()
    {
        using var app = AppDriver.Play(new AppOptions { Scenario = s_long });

        app.Press("2", "g").ShouldShow("before 1").ShouldShow("show the rest of the slide").ShouldNotShow("run late")
            .Press("PageDown", "PageDown").ShouldShow("▶ run late");
        Assert.Equal(0, app.Options.Programs.Started);

        app.Press("PageDown").Until(() => app.Options.Programs.Started == 1, "a program");
    }

    [Fact]
    public void A_bounce_of_the_press_that_reads_on_does_not_leave_the_slide()
    {
        using var app = AppDriver.Play(new AppOptions { Scenario = s_long });

        app.ShouldShow("show the rest of the slide").Press("PageDown").Bounce("PageDown", "PageDown").ShouldShow("next slide: Then a step");

        Assert.Equal(0, app.Player.State.SlideIndex);
    }

    [Fact]
    public void Keys_come_back_when_the_shell_has_ended_and_those_on_their_way_to_it_do_nothing()
    {
        var programs = new FakePrograms().When("--norc -i", "$ ", null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("x").ShouldShow("keys go to shell").Type("exit").Press("Enter");
        programs.End(0);
        app.ShouldShow("The shell has ended.").ShouldNotShow("keys go to shell").Press("q");
        Assert.DoesNotContain("Leave Evolve", app.Screen, StringComparison.Ordinal);

        app.Wait(TimeSpan.FromSeconds(2)).Press("q").ShouldShow("Leave Evolve");
    }

    [Fact]
    public void A_pane_in_which_nothing_runs_takes_no_keys()
    {
        using var app = AppDriver.Play();

        app.Press("2", "g", "PageDown").ShouldShow("run run-php").Press("F2").ShouldShow("Nothing runs in build; x opens a shell.");
    }

    [Fact]
    public void Another_slide_ends_the_zoom_so_that_it_is_seen()
    {
        var programs = new FakePrograms().When("--norc -i", "$ prompt", null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("x", "F12", "z").ShouldNotShow("Evolution, live").Press("PageDown", "PageDown").ShouldShow("The PHP tier");
    }

    [Fact]
    public void A_slide_stands_still_when_its_step_opens_the_first_pane()
    {
        var talk = Talks.Of(Talks.Slide("One step", Talks.Paragraph(string.Join(' ', Enumerable.Repeat("word", 40))), Talks.StepOf("a", "work", "true")));
        using var app = AppDriver.Play(new AppOptions { Scenario = talk, Deployment = null });
        var before = Left(app.ShouldShow(" work").Screen);

        app.Press("PageDown").Until(() => app.Player.State.StateOf("a").Status == StepStatus.Done, "a step that is done");

        Assert.Equal(before, Left(app.Screen));

        static string Left(string screen) => string.Join('\n', screen.Split('\n').Take(6).Select(line => line[..Math.Min(line.Length, 40)].TrimEnd()));
    }

    [Fact]
    public void A_change_elsewhere_is_told_with_the_key_that_goes_there()
    {
        using var app = AppDriver.Play();
        var slides = Talks.Small.Slides.SetItem(2, Talks.Slide("Questions?", Talks.Paragraph("Ask me anything.")));

        app.Player.Reload(new ReadResult(Talks.Small with { Slides = slides }, []));

        app.ShouldShow("Slide 3 has changed; j goes there.").Press("j").ShouldShow("Ask me anything.");
    }

    [Fact]
    public void What_is_said_of_stopping_a_step_goes_when_it_has_stopped()
    {
        var programs = new FakePrograms().When("docker build", "…", null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("2", "g", "PageDown").ShouldShow("c stops it").Press("c").ShouldShow("build-php was stopped: choose what to do");
    }

    [Fact]
    public void Quitting_says_which_step_would_be_stopped()
    {
        var programs = new FakePrograms().When("docker build", "…", null);
        using var app = AppDriver.Play(new AppOptions { Programs = programs });

        app.Press("2", "g", "PageDown").ShouldShow("build-php is running").Press("q").ShouldShow("build-php runs and will be stopped.");
    }

    [Fact]
    public void Before_the_deployment_is_removed_its_steps_are_stopped()
    {
        StepStatus? status = null;
        AppDriver? app = null;
        using (app = AppDriver.Play(new AppOptions
        {
            Deployment = ClickerTests.RunningDeployment(),
            Programs = new FakePrograms().When("docker build", "…", null),
            Remove = _ =>
            {
                status = app!.Player.State.StateOf("build-php").Status;
                return Task.FromResult("Removed 4 containers.");
            },
        }))
        {
            app.Press("2", "g", "PageDown").ShouldShow("build-php is running")
                .Press("q", "c").Until(() => { _ = app.Screen; return app.IsFinished; }, "the end");
        }

        Assert.Equal(StepStatus.Cancelled, status);
    }

    [Fact]
    public void Removing_can_be_stopped_when_the_engine_does_not_answer()
    {
        using var app = AppDriver.Play(new AppOptions
        {
            Deployment = ClickerTests.RunningDeployment(),
            Remove = async cancellation =>
            {
                await Task.Delay(Timeout.Infinite, cancellation);
                return "";
            },
        });

        app.Press("q", "c").ShouldShow("Removing this deployment").Press("Esc").ShouldShow("Stopped removing").ShouldNotShow("Removing this deployment");

        Assert.False(app.IsFinished);
    }

    [Fact]
    public void An_end_without_a_question_says_that_the_deployment_keeps_running()
    {
        using var app = AppDriver.Play(new AppOptions { Deployment = ClickerTests.RunningDeployment() });

        Assert.False(app.IsFinished);
        Assert.Equal("The deployment keeps running; ./run.sh clean removes it.", app.Farewell);
    }

    [Fact]
    public void A_window_that_is_too_small_can_be_left()
    {
        using var app = AppDriver.Play();

        app.Resize(60, 15).ShouldShow("60 by 15").ShouldShow("quits.").Press("PageDown", "x", "Enter");
        Assert.False(app.IsFinished);
        app.Press("q");
        Assert.True(app.IsFinished);
    }

    [Theory]
    [InlineData("Space")]
    [InlineData("Right")]
    [InlineData("Left")]
    [InlineData("PageDown")]
    public void A_clicker_of_any_make_answers_a_question_safely(string key)
    {
        using var app = new AppDriver(new AppOptions { Warning = "Read this first." });

        app.ShouldShow("Read this first.").Press(key).ShouldNotShow("Read this first.");
        app.Press("q");
    }

    [Fact]
    public void A_step_that_cannot_start_says_so_and_the_last_line_says_what_forward_does()
    {
        var talk = Talks.Of(Talks.Slide("One", Talks.StepOf("a", "run", "true"), Needing("b", "a")), Talks.Slide("Two"));
        using var app = AppDriver.Play(new AppOptions { Scenario = talk, Deployment = null });

        app.Press("s").ShouldShow("run b").Press("PageDown").ShouldShow("b cannot start: choose what to do")
            .Press("PageDown").ShouldShow("b needs a first").Press("PageDown").ShouldShow("next slide: Two");
    }

    private static StepBlock Needing(string id, string need)
    {
        var block = Talks.StepOf(id, "run", "true");
        return block with { Step = block.Step with { Needs = [need] } };
    }
}
