using Evolve.Player.Playing;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Running;

public sealed class BackgroundSpecs
{
    [Fact]
    public async Task Without_checks_it_is_done_once_started_and_runs_on()
    {
        await using var stage = Stage.For(Background("serve", "echo up; read line; echo got $line; exit 3"));
        var state = await stage.Run("serve");
        Assert.Equal((StepStatus.Done, true), (state.Status, state.RunsOn));
        Assert.Equal("serve", stage.Player.Panes.Find("run")!.StepId);

        await stage.Shows("\nup");
        stage.Player.Panes.Find("run")!.Write("bye\n"u8);
        var after = await stage.When(now => !now.StateOf("serve").RunsOn);
        Assert.Equal("serve ended with status 3 in the background. Its last words: “got bye”.", after.Notice!.Sentence);
        Assert.Equal(StepStatus.Done, after.StateOf("serve").Status);
    }

    [Fact]
    public async Task With_checks_it_is_done_when_they_hold()
    {
        await using var stage = Stage.For(Background("serve", "read go; touch ready; sleep 60", Check("test -e ready", within: 60)));
        stage.Player.Run("serve");
        await stage.When(state => state.StateOf("serve").Status == StepStatus.Checking);
        stage.Player.Panes.Find("run")!.Write("go\n"u8);

        var done = await stage.Ended("serve");
        Assert.Equal((StepStatus.Done, true), (done.Status, done.RunsOn));
    }

    [Fact]
    public async Task One_that_ends_badly_before_it_is_ready_has_failed_and_frees_its_pane()
    {
        await using var stage = Stage.For(Background("serve", "echo no port; exit 4", Check("false", within: 600)));
        var state = await stage.Run("serve");

        Assert.Equal(StepStatus.Failed, state.Status);
        Assert.Equal("serve (talk.md:7) ended with status 4 before it was ready. Its last words: “no port”.", state.Reason);
        await stage.Run("serve");
        Assert.Equal(2, stage["serve"].Attempt);
    }

    [Fact]
    public async Task One_whose_checks_fail_is_ended()
    {
        await using var stage = Stage.For(Background("serve", "sleep 88.123", Check("false")));
        Assert.Equal(StepStatus.Failed, (await stage.Run("serve")).Status);
        await stage.Run("serve");
        Assert.Equal(2, stage["serve"].Attempt);
        Assert.False(stage["serve"].RunsOn);
    }

    [Fact]
    public async Task Expected_output_is_waited_for()
    {
        await using var stage = Stage.For(new StepStop(
            Background("serve", "read go; echo listening; sleep 60").Step with { Expect = new("(?m)^listening") }));
        stage.Player.Run("serve");
        await stage.Shows("read go");
        Assert.True(stage["serve"].IsActive);
        stage.Player.Panes.Find("run")!.Write("go\n"u8);

        Assert.Equal(StepStatus.Done, (await stage.Ended("serve")).Status);
    }

    [Fact]
    public async Task I_can_stop_one_that_runs_on()
    {
        await using var stage = Stage.For(Background("serve", "sleep 99.321"));
        await stage.Run("serve");
        stage.Player.Cancel();

        var state = await stage.When(now => !now.StateOf("serve").RunsOn);
        Assert.Equal("serve was stopped.", state.StateOf("serve").Remark);
        Assert.Empty(Stage.ProcessesWith("99.321"));
    }

    private static StepStop Background(string id, string text, params Check[] checks) =>
        Run(id, text, step => step.WithChecks(checks) with { IsBackground = true });
}
