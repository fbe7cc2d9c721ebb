using Evolve.Player.Panes;
using Evolve.Player.Playing;
using Evolve.Player.Tests.Support;
using Evolve.Terminal;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Panes;

public sealed class PaneSpecs
{
    [Fact]
    public async Task A_flood_of_output_stays_bounded_and_lets_others_look()
    {
        await using var stage = Stage.For(Run("flood", "yes"));
        stage.Player.Run("flood");
        await stage.Shows("y\ny\ny");
        var pane = stage.Player.Panes.Find("run")!;

        // Each look comes through while the flood goes on, and between looks the flood does.
        for (var looks = 0; looks < 300; looks++)
        {
            var seen = pane.Read(screen => screen.Version);
            await stage.PaneIs("run", now => now.Version > seen);
        }

        Assert.InRange(pane.Read(screen => screen.ScrollbackCount), 0, 10_000);

        stage.Player.Cancel();
        Assert.Equal(StepStatus.Cancelled, (await stage.Ended("flood")).Status);
    }

    [Fact]
    public async Task A_pane_outlives_its_steps_and_slides()
    {
        await using var stage = Stage.For(Run("one", "echo first"), Run("two", "printf second"), Run("three", "echo third"));
        await stage.Run("one");
        await stage.Run("two");
        stage.Player.GoToSlide(1);
        await stage.Run("three");

        Assert.Equal("$ echo first\nfirst\n$ printf second\nsecond\n$ echo third\nthird", stage.Text().TrimEnd());
    }

    [Fact]
    public async Task A_running_program_is_told_of_a_new_size()
    {
        await using var stage = Stage.For(Run("size", "trap 'stty size; exit 0' WINCH; echo ready; while true; do sleep 0.05; done"));
        stage.Player.Run("size");
        await stage.Shows("\nready");
        stage.Player.Panes.Find("run")!.Resize(new TerminalSize(91, 17));

        Assert.Equal(StepStatus.Done, (await stage.Ended("size")).Status);
        Assert.Contains("17 91", stage.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shell_is_interactive_in_the_workspace_and_can_be_opened_again()
    {
        await using var stage = Stage.For(Run("write", "echo COLOUR=green >> \"$EVOLVE_ENV\""));
        await stage.Run("write");
        var shell = stage.Player.Panes.OpenShell();
        Assert.Same(shell, stage.Player.Panes.OpenShell());
        shell.Write("case $- in *i*) echo I'm' in $PWD, $COLOUR;; esac\n"u8);
        await stage.Shows($"Im in {stage.Folder}, green", PaneSet.ShellName);

        shell.Write("exit\n"u8);
        await stage.Shows("The shell has ended.", PaneSet.ShellName);
        await stage.Free(PaneSet.ShellName);
        stage.Player.Panes.OpenShell().Write("echo a'g'ain\n"u8);
        await stage.Shows("again", PaneSet.ShellName);
    }

    [Fact]
    public async Task The_shell_opens_beside_a_step_that_holds_its_pane()
    {
        await using var stage = Stage.For(Run("serve", "sleep 60", step => step with { IsBackground = true, Pane = PaneSet.ShellName }));
        await stage.Run("serve");

        Assert.Equal("shell-2", stage.Player.Panes.OpenShell().Name);
    }

    [Fact]
    public async Task An_open_shell_refuses_a_step_with_a_sentence()
    {
        await using var stage = Stage.For(Run("list", "ls", step => step.InPane(PaneSet.ShellName)));
        stage.Player.Panes.OpenShell();
        stage.Player.Run("list");

        var state = await stage.When(now => now.Notice is not null);
        Assert.Equal("The pane “shell” is busy with a shell: wait for its end or stop it.", state.Notice!.Sentence);
    }

    [Fact]
    public async Task A_program_that_asks_its_terminal_gets_an_answer()
    {
        await using var stage = Stage.For(Run("ask", @"printf '\e[6n'; IFS= read -rs -d R answer; printf '\n%q\n' ""$answer"""));
        Assert.Equal(StepStatus.Done, (await stage.Run("ask")).Status);
        Assert.Contains(@"E[2;1", stage.Text(), StringComparison.Ordinal);
    }
}
