using Evolve.Player.Playing;
using Evolve.Player.Tests.Support;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Running;

public sealed class CheckSpecs
{
    [Fact]
    public async Task A_step_is_done_when_its_checks_hold_and_they_stay_out_of_sight()
    {
        await using var stage = Stage.For(Run("make", "touch made", step => step.WithChecks(Check("test -e made"), Check("echo secretly; test ! -t 0"))));
        var state = await stage.Run("make");

        Assert.Equal(StepStatus.Done, state.Status);
        Assert.DoesNotContain("secretly", stage.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_is_tried_again_until_it_holds()
    {
        await using var stage = Stage.For(Run("slow", "true", step => step.WithChecks(
            Check("echo x >> tries; test $(wc -l < tries) -ge 3", within: 30))));

        Assert.Equal(StepStatus.Done, (await stage.Run("slow")).Status);
        Assert.Equal(3, (await File.ReadAllLinesAsync(Path.Combine(stage.Folder, "tries"))).Length);
    }

    [Fact]
    public async Task A_check_without_within_is_tried_once_and_says_what_was_expected_and_found()
    {
        await using var stage = Stage.For(Run("wrong", "true", step => step.WithChecks(Check("echo apple; echo pear; exit 2"))));
        var state = await stage.Run("wrong");

        Assert.Equal(StepStatus.Failed, state.Status);
        Assert.Equal(
            "The check at talk.md:9 does not hold: it ended with status 2, status 0 was expected. Found: “apple ⏎ pear”.",
            state.Reason);
    }

    [Fact]
    public async Task A_check_of_an_exercise_says_what_is_wrong_in_its_own_words()
    {
        await using var stage = Stage.For(new Evolve.Scenarios.Model.StepStop(
            Step("write", Evolve.Scenarios.Model.StepKind.Exercise, "ls") with
            {
                Checks = [Check("ls nowhere || true; echo 'Expected a file here, found none.'; exit 1"), Check("echo 'Never asked.'; exit 1")],
            }));

        Assert.Equal("Expected a file here, found none.", (await stage.Run("write")).Reason);
    }

    [Fact]
    public async Task A_check_of_an_exercise_that_says_nothing_is_told_by_its_place()
    {
        await using var stage = Stage.For(new Evolve.Scenarios.Model.StepStop(
            Step("write", Evolve.Scenarios.Model.StepKind.Exercise, "ls") with { Checks = [Check("test -e file")] }));

        Assert.Equal(
            "The check at talk.md:9 does not hold: it ended with status 1, status 0 was expected. Found: no output.",
            (await stage.Run("write")).Reason);
    }

    [Fact]
    public async Task A_check_may_expect_an_output()
    {
        await using var stage = Stage.For(Run("wrong", "true", step => step.WithChecks(Check("echo red", expect: "gr[ae]y"))));

        Assert.Equal(
            "The check at talk.md:9 does not hold: its output was to match /gr[ae]y/ and does not. Found: “red”.",
            (await stage.Run("wrong")).Reason);
    }

    [Fact]
    public async Task An_attempt_that_hangs_is_ended_and_the_next_one_may_hold()
    {
        await using var stage = Stage.For(Run("hang", "true", step => step.WithChecks(
            Check("if test -e once; then exit 0; fi; touch once; sleep 66.601", within: 30, timeout: 0.4))));

        Assert.Equal(StepStatus.Done, (await stage.Run("hang")).Status);
        Assert.Empty(Stage.ProcessesWith("66.601"));
    }

    [Fact]
    public async Task I_can_cancel_while_a_step_is_being_checked()
    {
        await using var stage = Stage.For(Run("never", "true", step => step.WithChecks(Check("false", within: 600))));
        stage.Player.Run("never");
        await stage.When(state => state.StateOf("never").Status == StepStatus.Checking);
        stage.Player.Cancel();

        Assert.Equal(StepStatus.Cancelled, (await stage.Ended("never")).Status);
    }

    [Fact]
    public async Task An_exercise_is_proved_by_its_checks_and_done_by_its_solution()
    {
        await using var stage = Stage.For(new Evolve.Scenarios.Model.StepStop(
            Step("write", Evolve.Scenarios.Model.StepKind.Exercise, "# make a file") with
            {
                Solve = Script("touch file"),
                Checks = [Check("test -e file")],
            }));
        Assert.Equal(StepStatus.Failed, (await stage.Run("write")).Status);

        stage.Player.Solve("write");
        var state = await stage.When(now => now.StateOf("write").Status == StepStatus.Done);
        Assert.True(state.StateOf("write").IsSolved);
    }
}
