using Evolve.Player.Commands;
using Evolve.Player.Playing;
using Evolve.Terminal;
using Evolve.Testing;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.App;

/// <summary>The <c>:</c> line, as somebody types on it.</summary>
public sealed class CommandLineTests
{
    public static TheoryData<int, int, bool> Screens => new() { { 80, 24, true }, { 120, 36, true }, { 80, 24, false } };

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Typing(int columns, int rows, bool hasColors) => await Verifier.Verify(Show(() =>
    {
        using var app = AppDriver.Play(Options(columns, rows, hasColors));
        return app.Press(":").Type("goto ").Press("Tab").ShouldShow("build-php").Screen;
    }), Name(columns, rows, hasColors));

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Answering(int columns, int rows, bool hasColors) => await Verifier.Verify(Show(() =>
    {
        using var app = AppDriver.Play(Options(columns, rows, hasColors));
        return app.Press(":").Type("steps").Press("Enter").ShouldShow("any key closes").Screen;
    }), Name(columns, rows, hasColors));

    [Fact]
    public void A_command_is_completed_and_done()
    {
        using var app = AppDriver.Play(Options());
        app.Press(":").ShouldShow("Tab completes").Type("got").Press("Tab").ShouldShow("goto SLIDE|STEP")
            .Type("ru").Press("Tab", "Enter").ShouldShow("The PHP tier").ShouldNotShow("goto");
    }

    [Fact]
    public void A_mistake_is_a_sentence_on_the_last_line()
    {
        using var app = AppDriver.Play(Options());
        app.Press(":").Type("goto run-phpp").Press("Enter").ShouldShow("Did you mean `run-php`?");
    }

    [Fact]
    public void One_line_of_an_answer_is_a_message()
    {
        using var app = AppDriver.Play(Options());
        app.Press(":").Type("where").Press("Enter").ShouldShow("slide 1 of 3: Evolution, live; next:");
    }

    [Fact]
    public void Earlier_lines_come_back()
    {
        using var app = AppDriver.Play(Options());
        app.Press(":").Type("goto 2").Press("Enter").ShouldShow("The PHP tier")
            .Press(":").Type("goto 3").Press("Enter").ShouldShow("Thank you.")
            .Press(":").Type("draft").Press("Up").ShouldShow(":goto 3").Press("Up").ShouldShow(":goto 2")
            .Press("Down", "Down").ShouldShow(":draft").Press("Up", "Up", "Enter").ShouldShow("The PHP tier");
    }

    [Fact]
    public void A_clicker_neither_runs_nor_loses_what_is_typed_and_escape_leaves()
    {
        using var app = AppDriver.Play(Options());
        app.Press(":").Type("goto 2").Press("PageDown", "PageUp").ShouldShow(":goto 2");
        Assert.Equal(0, app.Player.State.SlideIndex);
        app.Press("Esc").ShouldNotShow(":goto 2").Press("PageDown").ShouldShow("Everything you will see");
    }

    [Fact]
    public void A_pasted_line_end_enters_nothing()
    {
        using var app = AppDriver.Play(Options());
        app.Press(":").Paste("goto 2\nquit\n").ShouldShow(":goto 2 quit");
        Assert.Equal(0, app.Player.State.SlideIndex);
    }

    [Fact]
    public void Docker_runs_in_a_pane_with_the_words_as_they_are()
    {
        using var app = AppDriver.Play(Options());
        app.Options.Programs.When("docker ps --format {{.Names}} {{.Status}}", "php-container-1 Up 3 seconds\n", 0);
        app.Press(":").Type("docker ps --format '{{.Names}} {{.Status}}'").Press("Enter").ShouldShow("php-container-1 Up 3 seconds");
    }

    [Fact]
    public void What_takes_its_time_goes_on_in_a_pane_while_the_talk_does()
    {
        var lamp = new SlowLamp();
        using var app = AppDriver.Play(Options() with { Lamp = lamp });
        app.Press(":").Type("tier php mirage").Press("Enter").ShouldShow("php: starting").Press("PageDown").ShouldShow("Everything you will see");
        lamp.Fail("php is not mirage: it did not answer.");
        app.ShouldShow("php is not mirage");
    }

    [Fact]
    public void Without_an_engine_it_says_so()
    {
        using var app = AppDriver.Play(Options());
        app.Press(":").Type("tiers").Press("Enter").ShouldShow("There is no engine, so there are no tiers");
    }

    [Fact]
    public void Notes_are_not_for_this_screen()
    {
        using var app = AppDriver.Play(Options());
        app.Press(":").Type("notes").Press("Enter").ShouldShow("./run.sh notes");
    }

    [Fact]
    public void A_theme_is_chosen_by_its_name_and_quit_asks()
    {
        using var app = AppDriver.Play(Options());
        app.Press(":").Type("theme light").Press("Enter").ShouldShow("Theme: light.")
            .Press(":").Type("quit").Press("Enter").ShouldShow("Leave Evolve?");
        Assert.False(app.IsFinished);
    }

    [Fact]
    public void A_step_is_run_by_its_name()
    {
        using var app = AppDriver.Play(Options());
        app.Press(":").Type("run build-php").Press("Enter")
            .Until(() => app.Player.State.StateOf("build-php").Status == StepStatus.Done, "a step that is done");
    }

    private static string Name(int columns, int rows, bool hasColors) => $"{columns}x{rows}{(hasColors ? "" : ".no-colors")}";

    private static AppOptions Options(int columns = 80, int rows = 24, bool hasColors = true) => new()
    {
        Size = new TerminalSize(columns, rows),
        Deployment = new FakeDeployment(),
        Abilities = hasColors ? new(ColorDepth.TrueColor, IsUnicode: true) : new(ColorDepth.Monochrome, IsUnicode: false),
    };

    /// <summary>The library's context is gone before the test awaits.</summary>
    private static string Show(Func<string> show) => show();

    private sealed class SlowLamp : ILampControl
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Fail(string sentence) => _end.SetException(new CommandException(sentence));

        public Task ListTiersAsync(Action<string> print, CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task EvolveAsync(string tier, string flavour, Action<string> print, CancellationToken cancellationToken)
        {
            print($"{tier}: starting {tier}-{flavour}-1");
            await _end.Task.WaitAsync(cancellationToken);
        }
    }
}
