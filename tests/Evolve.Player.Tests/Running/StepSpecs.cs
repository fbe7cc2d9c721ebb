using Evolve.Player.Panes;
using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;
using Evolve.Terminal;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Running;

public sealed class StepSpecs
{
    [Fact]
    public async Task The_pane_shows_the_command_as_typed_and_then_its_output()
    {
        await using var stage = Stage.For(Run("hello", "echo one\necho $((1 + 1))"));
        var state = await stage.Run("hello");

        Assert.Equal(StepStatus.Done, state.Status);
        Assert.Equal("$ echo one\n  echo $((1 + 1))\none\n2", stage.Text().TrimEnd());
    }

    [Fact]
    public async Task A_step_has_a_terminal_of_the_panes_size_on_all_three_streams()
    {
        await using var stage = Stage.For(Run("look", "test -t 0 -a -t 1 -a -t 2 && stty size"));
        stage.Player.Panes.Open("run").Resize(new TerminalSize(71, 13));
        await stage.Run("look");

        Assert.Contains("13 71", stage.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quotes_tabs_and_here_documents_reach_the_shell_unchanged()
    {
        const string Text = "cat <<'END' > got\n\t\"a\" 'b' \\n $HOME `x` é 😀\nEND\nprintf %s \"$0\" > name";
        await using var stage = Stage.For(Run("exact", Text));
        await stage.Run("exact");

        Assert.Equal("\t\"a\" 'b' \\n $HOME `x` é 😀\n", await File.ReadAllTextAsync(Path.Combine(stage.Folder, "got")));
        Assert.Equal("exact", await File.ReadAllTextAsync(Path.Combine(stage.Folder, "name")));
    }

    [Theory]
    [InlineData("true\nfalse\necho not reached", "ended with status 1.")]
    [InlineData("echo $undefined_thing", "ended with status 1. Its last words: “loud: line 1: undefined_thing: unbound variable”.")]
    [InlineData("false | true", "ended with status 1. It said nothing.")]
    [InlineData("\n\nnosuchcommand", "ended with status 127. Its last words: “loud: line 3: nosuchcommand: command not found”.")]
    [InlineData("kill -9 $$", "was ended by SIGKILL.")]
    public async Task A_step_that_fails_says_how_where_and_its_last_words(string text, string reason)
    {
        await using var stage = Stage.For(Run("loud", text));
        var state = await stage.Run("loud");

        Assert.Equal(StepStatus.Failed, state.Status);
        Assert.StartsWith("loud (talk.md:7) " + reason, state.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("not reached\n", stage.Text().Replace("echo not reached", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fence_that_says_sh_is_run_by_sh()
    {
        await using var stage = Stage.For(new StepStop(Step("posix", StepKind.Run, "") with { Script = Script("false | true\necho \"${BASH_VERSION:-none}\"", ShellKind.Sh) }));
        Assert.Equal(StepStatus.Done, (await stage.Run("posix")).Status);
        Assert.Contains("none", stage.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fail_ok_accepts_any_status_but_no_signal()
    {
        await using var stage = Stage.For(
            Run("status", "exit 3", step => step with { MayFail = true }),
            Run("signal", "kill -9 $$", step => step with { MayFail = true }));

        Assert.Equal(StepStatus.Done, (await stage.Run("status")).Status);
        Assert.Equal(StepStatus.Failed, (await stage.Run("signal")).Status);
    }

    [Fact]
    public async Task Expected_output_is_looked_for_without_control_sequences()
    {
        await using var stage = Stage.For(
            Run("colour", @"printf '\e[1mhel\e[0mlo\e]0;title\a world\n'", step => step with { Expect = new("hello world") }),
            Run("missing", "echo other", step => step with { Expect = new("hello world") }));

        Assert.Equal(StepStatus.Done, (await stage.Run("colour")).Status);
        var missing = await stage.Run("missing");
        Assert.Equal(StepStatus.Failed, missing.Status);
        Assert.Equal("missing (talk.md:7): its output was to match /hello world/ and does not. Its last words: “other”.", missing.Reason);
    }

    [Fact]
    public async Task A_step_writes_variables_for_later_steps_but_may_not_redirect_them()
    {
        await using var stage = Stage.For(
            Run("write", "printf 'COLOUR=deep blue\\nnot a line\\nDOCKER_HOST=tcp://evil\\n' >> \"$EVOLVE_ENV\""),
            Run("read", "echo \"[$COLOUR] [$DOCKER_HOST]\""));
        var written = await stage.Run("write");
        await stage.Run("read");

        Assert.Contains("[deep blue] [unix:///nowhere]", stage.Text(), StringComparison.Ordinal);
        Assert.Equal(
            "Line 2 of $EVOLVE_ENV is not NAME=value and is ignored: “not a line”. Line 3 of $EVOLVE_ENV sets DOCKER_HOST, which a step may not change; it is ignored.",
            written.Remark);
    }

    [Fact]
    public async Task An_edited_text_runs_in_place_of_the_steps_own()
    {
        await using var stage = Stage.For(Run("say", "echo mine"));
        stage.Player.EditAndRun("say", "echo yours");
        var state = await stage.Ended("say");

        Assert.Equal((StepStatus.Done, "echo yours"), (state.Status, state.EditedText));
        Assert.Equal("$ echo yours\nyours", stage.Text().TrimEnd());
    }

    [Fact]
    public async Task I_can_cancel_a_running_step_and_its_whole_session_ends()
    {
        const string Word = "31.4159265";
        await using var stage = Stage.For(Run("long", $"trap '' HUP\n(trap '' HUP TERM; sleep {Word}) & (sleep {Word} | cat) &\necho ready; sleep {Word}"));
        stage.Player.Run("long");
        await stage.Shows("\nready");
        Assert.NotEmpty(Stage.ProcessesWith(Word));

        stage.Player.Cancel();
        var state = await stage.Ended("long");
        Assert.Equal((StepStatus.Cancelled, "long was stopped."), (state.Status, state.Reason));
        Assert.Empty(Stage.ProcessesWith(Word));
        Assert.False(stage.Player.Panes.Find("run")!.IsBusy);
    }

    [Fact]
    public async Task A_stopped_steps_foreground_containers_are_stopped_with_it()
    {
        var containers = new FakeContainers();
        await using var stage = Stage.For(options => options with { Containers = containers }, Run("long", "echo ready; sleep 60"));
        var before = DateTimeOffset.UtcNow;
        stage.Player.Run("long");
        await stage.Shows("\nready");
        stage.Player.Cancel();
        await stage.Ended("long");

        Assert.InRange(Assert.Single(containers.Since), before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task A_step_that_takes_too_long_is_ended_and_says_so()
    {
        const string Word = "27.1828182";
        await using var stage = Stage.For(Run("slow", $"echo working; sleep {Word}", step => step with { Timeout = TimeSpan.FromMilliseconds(300) }));
        var state = await stage.Run("slow");

        Assert.Equal(StepStatus.TimedOut, state.Status);
        Assert.Equal("slow (talk.md:7) had not ended after 300 ms. Its last words: “working”.", state.Reason);
        Assert.Empty(Stage.ProcessesWith(Word));
    }

    [Fact]
    public async Task Ending_the_player_ends_everything_that_it_started()
    {
        const string Word = "14.1421356";
        var stage = Stage.For(
            Run("serve", $"sleep {Word}", step => step with { IsBackground = true, Pane = "serve" }),
            Run("long", $"echo ready; sleep {Word}"));
        await stage.Run("serve");
        stage.Player.Run("long");
        await stage.Shows("\nready");
        stage.Player.Panes.OpenShell().Write("sleep 14.1421356\n"u8);
        await stage.Shows("sleep 14.1421356", PaneSet.ShellName);
        Assert.NotEmpty(Stage.ProcessesWith(Word));

        await stage.DisposeAsync();
        Assert.Empty(Stage.ProcessesWith(Word));
    }

    [Fact]
    public async Task A_program_that_leaves_the_terminal_in_disorder_does_not_harm_the_next()
    {
        await using var stage = Stage.For(Run("messy", @"printf '\e[?1049h\e[?25l\e[?1000h\e[3;5r\e(0\e[31mqqq'"), Run("next", "echo plain"));
        await stage.Run("messy");
        await stage.Run("next");

        var (modes, cursor) = stage.Player.Panes.Find("run")!.Read(screen => (screen.Modes, screen.Cursor));
        Assert.False(modes.AlternateScreen);
        Assert.Equal(Terminal.Screen.MouseTracking.None, modes.MouseTracking);
        Assert.True(cursor.IsVisible);
        Assert.EndsWith("$ echo plain\nplain", stage.Text().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_characters_in_a_scenario_do_not_reach_the_panes_prompt()
    {
        await using var stage = Stage.For(Run("sly", "true '\e[2J'"));
        await stage.Run("sly");

        Assert.StartsWith("$ true '␛[2J'", stage.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_too_long_for_the_system_is_refused_with_a_sentence()
    {
        await using var stage = Stage.For(Run("huge", "true " + new string('x', 130 * 1024)));
        Assert.Equal("huge (talk.md:7) is longer than 120 KiB: put its text into a file and run that.", (await stage.Run("huge")).Reason);
    }

    private sealed class FakeContainers : IForegroundContainers
    {
        public List<DateTimeOffset> Since { get; } = [];

        public Task<IReadOnlyList<string>> StopAsync(DateTimeOffset since, CancellationToken cancellationToken)
        {
            Since.Add(since);
            return Task.FromResult<IReadOnlyList<string>>([]);
        }
    }
}
