using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Traffic;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Terminal;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tui.Tests.App;

public sealed class FiguresTests
{
    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 120, 36 }, { 200, 60 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_cut_over_under_traffic(int columns, int rows) => await Verifier.Verify(Show(() =>
    {
        using var app = AppDriver.Play(Options(Talk(SlideLayout.Traffic), columns, rows));
        app.Press("T").ShouldShow("Traffic: 10 requests");
        return app.Press("PageDown", "PageDown").ShouldShow("php-container-2").Wait(TimeSpan.FromSeconds(8)).Screen;
    }), $"{columns}x{rows}");

    [Fact]
    public void Keys_start_adjust_and_stop_traffic()
    {
        using var app = AppDriver.Play(Options(Talk(SlideLayout.Split)));
        app.Press("T").ShouldShow("Traffic: 10 requests a second, 20% of them writes.")
            .Press("+").ShouldShow("20 requests a second")
            .Press("-", "-").ShouldShow("5 requests a second")
            .Press(">").ShouldShow("50% of them writes")
            .Press("<", "<").ShouldShow("10% of them writes")
            .Press("T").ShouldShow("Traffic ends");
        Assert.Equal(TrafficPhase.Off, app.Options.Traffic!.Current.Phase);
    }

    [Fact]
    public void Traffic_waits_for_a_site()
    {
        using var app = AppDriver.Play(Options(Talk(SlideLayout.Split)) with { Deployment = new FakeDeployment() });
        app.Press("T").ShouldShow("There is no site yet");
        Assert.Equal(TrafficPhase.Off, app.Options.Traffic!.Current.Phase);
    }

    [Fact]
    public void One_key_shows_traffic_then_the_scoreboard_then_the_slide()
    {
        using var app = AppDriver.Play(Options(Talk(SlideLayout.Split)));
        app.Press("f").ShouldShow("answers a second").ShouldNotShow("In the talk.")
            .Press("f").ShouldShow("Scoreboard").ShouldShow("linux-unikernel")
            .Press("f").ShouldShow("In the talk.");
    }

    [Fact]
    public void The_next_slide_is_shown_as_it_was_written_whatever_figures_were_on()
    {
        using var app = AppDriver.Play(Options(Talk(SlideLayout.Split)));
        app.Press("f").ShouldShow("answers a second")
            .Press("PageDown").ShouldShow("The php tier moves").ShouldNotShow("answers a second");
    }

    [Fact]
    public void A_clicker_goes_on_while_traffic_flows_and_steps_run_under_the_figures()
    {
        using var app = AppDriver.Play(Options(Talk(SlideLayout.Traffic)));
        app.Press("T", "PageDown").ShouldShow("answers a second")
            .Press("PageDown").ShouldShow("waiting for its first");
        app.Options.Programs.End(0, "php: php-container-2 serves\n");
        app.Until(() => app.Player.State.StateOf("move-php").Status == StepStatus.Done, "a step that is done")
            .Press("PageDown").ShouldShow("Thank you.");
        Assert.Equal(TrafficPhase.Running, app.Options.Traffic!.Current.Phase);
    }

    [Fact]
    public void The_time_that_a_step_measured_is_on_the_scoreboard_at_once()
    {
        using var app = AppDriver.Play(Options(Talk(SlideLayout.Split)));
        app.Press("PageDown", "PageDown").ShouldShow("waiting for its first");
        app.Options.Programs.End(0, "");
        app.Until(() => app.Screen.Length > 0 && app.Options.Scoreboard!.Added.Count == 1, "a score");
        Assert.Equal(("php", "linux-unikernel", ScoreMeasure.Start), (app.Options.Scoreboard!.Added[0].Tier, app.Options.Scoreboard.Added[0].Flavour, app.Options.Scoreboard.Added[0].Measure));
    }

    [Fact]
    public void Measuring_is_seen()
    {
        using var app = AppDriver.Play(Options(Talk(SlideLayout.Scoreboard)));
        app.Press("PageDown").ShouldShow("Scoreboard").Press("m").ShouldShow("Measuring");
    }

    [Fact]
    public void Without_an_engine_the_keys_say_so()
    {
        using var app = AppDriver.Play(Options(Talk(SlideLayout.Split)) with { Traffic = null, Scoreboard = null });
        app.Press("T").ShouldShow("There is no engine").Press("f").ShouldShow("There is no engine").Press("PageDown").ShouldShow("The php tier moves");
    }

    private static Scenario Talk(SlideLayout layout) => Talks.Of(
        Talks.Slide("Evolution, live", Talks.Paragraph("In the talk.")),
        Talks.Slide("The php tier moves", Measured(Talks.StepOf("move-php", "move", "evolve tier php linux-unikernel"))) with { Layout = layout },
        Talks.Slide("Questions?", Talks.Paragraph("Thank you.")));

    private static StepBlock Measured(StepBlock block) => new(block.Step with { Measure = "php/linux-unikernel/start" });

    private static AppOptions Options(Scenario talk, int columns = 80, int rows = 24) => new()
    {
        Size = new TerminalSize(columns, rows),
        Scenario = talk,
        Deployment = ClickerTests.RunningDeployment(),
        Traffic = new FakeTraffic(),
        Scoreboard = new FakeScoreboard(),
        Programs = new FakePrograms().When("evolve tier", "php: starting php-container-2 beside php-container-1\nphp: waiting for its first answer\n", null),
    };

    /// <summary>The library's context is gone before the test awaits.</summary>
    private static string Show(Func<string> show) => show();
}
