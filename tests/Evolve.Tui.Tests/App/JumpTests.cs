using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tui.Tests.App;

/// <summary>Jumps, undo and going on, as a presenter has them.</summary>
public sealed class JumpTests
{
    private static readonly Scenario s_talk = Talks.Of(
        Talks.Slide("Beginning", Talks.Paragraph("Hello."), Undoable("build-php", "docker build php", "docker image rm php")),
        Talks.Slide("Middle", Undoable("run-php", "docker run php", "docker rm php")),
        Talks.Slide("End", Undoable("look-php", "docker ps", "true")));

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 120, 36 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task From_the_index_one_jumps_with_everything_that_the_place_needs(int columns, int rows)
    {
        string screen;
        using (var app = Play(columns, rows))
        {
            screen = app.Press("Ctrl-P").Type("look").Press("Tab").ShouldShow("2 steps to do").Screen;
            app.Press("Enter").ShouldShow("run look-php");
            Assert.Equal(2, app.Player.State.SlideIndex);
            Assert.All(new[] { "build-php", "run-php" }, id => Assert.Equal(StepStatus.Done, app.Player.State.StateOf(id).Status));
        }

        await Verifier.Verify(screen, $"{columns}x{rows}");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Under_way_the_last_line_says_how_far_it_is_and_the_box_opens_again(int columns, int rows)
    {
        string screen;
        using (var app = Play(columns, rows))
        {
            app.Options.Programs.When("docker run php", "", null);
            app.Press("End", "J", "Enter").ShouldShow("to look-php: run-php, 2 of 2");
            screen = app.Press("J").ShouldShow("1 of 2 after").Screen;
            app.Press("c").ShouldShow("it ends after run-php").Press("Esc");
            app.Options.Programs.End(0);
            app.Until(() => app.Player.State.Journey is null, "the end of the way");
        }

        await Verifier.Verify(screen, $"{columns}x{rows}");
    }

    [Fact]
    public void U_takes_a_step_back_and_says_so()
    {
        using var app = Play(100, 30);
        Done(app, "build-php").Press("u").ShouldShow("build-php is taken back.");
        Assert.Equal(StepState.Untouched, app.Player.State.StateOf("build-php"));
    }

    [Fact]
    public void U_where_nothing_is_done_says_so()
    {
        using var app = Play(100, 30);
        app.Press("u").ShouldShow("No step of this slide is done.");
    }

    [Fact]
    public void Starting_over_shows_first_what_is_taken_back_and_a_clicker_leaves_it()
    {
        using var app = Play(100, 30);
        Done(app, "build-php").Press("B").ShouldShow("1 step to take back").Press("PageDown").ShouldNotShow("1 step to take back");
        Assert.Equal(StepStatus.Done, app.Player.State.StateOf("build-php").Status);
        app.Press("B", "Enter").Until(() => app.Player.State.StateOf("build-php").Status == StepStatus.Waiting, "an untouched step");
    }

    [Fact]
    public void Where_nothing_has_to_run_no_box_is_shown()
    {
        using var app = Play(100, 30);
        Done(app, "build-php").Press("Ctrl-P").Type("run-php").Press("Tab").ShouldShow("run run-php");
        Assert.Equal(1, app.Player.State.SlideIndex);
    }

    [Fact]
    public void A_second_session_asks_whether_to_go_on_and_does()
    {
        using var kept = new KeptProgress();
        using (var app = Play(100, 30, kept.Path))
        {
            Done(app, "build-php").Press("PageDown").ShouldShow("run run-php");
        }

        using var again = Play(100, 30, kept.Path);
        again.ShouldShow("Go on at slide 2, “Middle” (1 of 3 steps done), or start afresh?").Press("PageDown").ShouldShow("run run-php");
        again.Until(() => again.Player.State.StateOf("build-php").Status == StepStatus.Done, "a done step");
    }

    [Fact]
    public void Who_starts_afresh_finds_every_step_untouched_and_its_time_known()
    {
        using var kept = new KeptProgress();
        using (var app = Play(100, 30, kept.Path))
        {
            Done(app, "build-php").Press("PageDown").ShouldShow("run run-php");
        }

        using var again = Play(100, 30, kept.Path);
        again.ShouldShow("or start afresh?").Press("n").ShouldShow("run build-php");
        again.Until(() => again.Player.State.Times.ContainsKey("build-php"), "the time of last time");
        Assert.Equal(StepState.Untouched, again.Player.State.StateOf("build-php"));
    }

    private static AppDriver Play(int columns, int rows, string? progress = null) =>
        AppDriver.Play(new AppOptions { Size = new(columns, rows), Scenario = s_talk, ProgressFolder = progress });

    private static AppDriver Done(AppDriver app, string id)
    {
        app.Player.Run(id);
        return app.Until(() => app.Player.State.StateOf(id).Status == StepStatus.Done, $"{id} done");
    }

    private static StepBlock Undoable(string id, string script, string undo)
    {
        var block = Talks.StepOf(id, "run", script);
        return block with { Step = block.Step with { Undo = block.Step.Script with { Text = undo } } };
    }

    private sealed class KeptProgress : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("evolve-progress-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
