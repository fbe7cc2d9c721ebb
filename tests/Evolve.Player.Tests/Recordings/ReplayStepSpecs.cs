using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Recordings;

/// <summary>The rules of recordings in the place of steps.</summary>
public sealed class ReplayStepSpecs
{
    [Fact]
    public void A_step_is_replayed_on_request_and_counts_as_replayed()
    {
        var talk = Talk(["build"], Run("build", "make", step => step with { Measure = "php/container/build" }), Run("next"));
        talk.Send(new PlayerInput.Replay(null));
        Assert.Equal("build", talk.Pending[0].Recording!.Step.Id);
        Assert.Equal("show the end of the recording of build", talk.State.Next.Words);

        talk.Forward();
        Assert.IsType<PlayerEffect.FinishReplay>(Assert.Single(talk.Effects));
        talk.End();
        Assert.Equal(StepStatus.Replayed, talk["build"].Status);
        Assert.Equal("run next", talk.State.Next.Words);
        var measured = Assert.Single(talk.State.Measurements);
        Assert.Equal((true, Recording("build").At), (measured.IsRecorded, measured.At));
    }

    [Fact]
    public void After_a_retry_that_failed_too_a_clicker_gets_the_recording()
    {
        var talk = Talk(["build"], Run("build"));
        talk.Forward().End(OutcomeKind.Failed).Forward();
        Assert.Equal(
            [ChoiceKind.Retry, ChoiceKind.Replay, ChoiceKind.EditAndRun, ChoiceKind.Shell, ChoiceKind.Skip],
            talk.State.Choice!.Offers.AsEnumerable());
        Assert.Equal("run build again", talk.State.Next.Words);

        talk.Forward().End(OutcomeKind.Failed).Forward();
        Assert.Equal("play the recording of build", talk.State.Next.Words);

        talk.Forward().End();
        Assert.Equal(StepStatus.Replayed, talk["build"].Status);
        Assert.Equal(ForwardKind.NextSlide, talk.Next);
    }

    [Fact]
    public void After_a_time_out_the_recording_comes_at_once()
    {
        var talk = Talk(["build"], Run("build")).Forward().End(OutcomeKind.TimedOut).Forward();
        Assert.Equal(ChoiceKind.Replay, talk.State.Choice!.Safe);
    }

    [Fact]
    public void A_recording_that_cannot_be_played_is_not_tried_again()
    {
        var talk = Talk(["build"], Run("build"));
        talk.Send(new PlayerInput.Replay("build")).End(OutcomeKind.Failed).Send(new PlayerInput.Replay("build")).End(OutcomeKind.Failed).Forward();
        Assert.Equal(ChoiceKind.Skip, talk.State.Choice!.Safe);
    }

    [Fact]
    public void What_needs_a_replayed_step_is_replayed_too()
    {
        var talk = Talk(["a", "b"], Run("a"), Run("b", with: step => step.Needing("a")));
        talk.Send(new PlayerInput.Replay("a")).End();
        Assert.Equal("play the recording of b", talk.State.Next.Words);

        talk.Forward();
        Assert.NotNull(talk.Pending[0].Recording);
        talk.End();
        Assert.Equal(StepStatus.Replayed, talk["b"].Status);
    }

    [Fact]
    public void Once_the_need_has_really_run_so_does_what_needs_it()
    {
        var talk = Talk(["a", "b"], Run("a"), Run("b", with: step => step.Needing("a")));
        talk.Send(new PlayerInput.Replay("a")).End().Run("a").End().Forward();

        Assert.Equal(StepStatus.Done, talk["a"].Status);
        Assert.Null(talk.Pending[0].Recording);
    }

    [Fact]
    public void Without_a_recording_of_its_own_it_is_refused_with_a_sentence_and_a_clicker_goes_on()
    {
        var talk = Talk(["a"], Run("a"), Run("b", with: step => step.Needing("a")));
        talk.Send(new PlayerInput.Replay("a")).End().Run("b");
        Assert.Equal(
            "b needs a, of which only a recording was played, and has none of its own: run it for real, or go on without b.",
            talk.State.Notice!.Sentence);

        talk.Forward().Forward();
        Assert.Equal(ChoiceKind.Skip, talk.State.Choice!.Safe);
        talk.Forward();
        Assert.Equal(StepStatus.Skipped, talk["b"].Status);
    }

    [Fact]
    public void Where_nothing_can_run_everything_is_replayed_by_one_key()
    {
        var scenario = Scenario(
            Slide("One", Run("a"), Make.Type("b"), Exercise("c", solve: "true"), Run("d"), Run("e", with: step => step.Needing("d"))), Slide("Two"));
        var talk = new MachineDriver(scenario, recordings: [Recording("a"), Recording("b"), Recording("c"), Recording("e")], replayReason: "There is no engine.");
        Assert.Equal("There is no engine.", talk.State.ReplayReason);
        for (var presses = 0; talk.Next != ForwardKind.End; presses++)
        {
            Assert.True(presses < 20);
            talk.Forward();
            while (talk.Pending.Count > 0)
            {
                Assert.NotNull(talk.Pending[0].Recording);
                talk.End();
            }
        }

        Assert.Equal(
            [StepStatus.Replayed, StepStatus.Replayed, StepStatus.Replayed, StepStatus.Skipped, StepStatus.Replayed],
            scenario.Steps.Select(step => talk[step.Id].Status));
    }

    [Fact]
    public void Once_the_engine_is_gone_the_talk_goes_on_in_recordings()
    {
        var talk = Talk(["a", "b"], Run("a"), Run("b", with: step => step.Needing("a"))).Forward().End();
        talk.Send(new PlayerInput.EngineLost("The engine is gone."));
        Assert.Equal("The engine is gone.", talk.State.Notice!.Sentence);
        Assert.Equal("play the recording of b", talk.State.Next.Words);

        talk.Forward();
        Assert.NotNull(talk.Pending[0].Recording);
        talk.End();
        Assert.Equal([StepStatus.Done, StepStatus.Replayed], [talk["a"].Status, talk["b"].Status]);
    }

    [Fact]
    public void What_fails_because_the_engine_goes_is_replayed_by_the_next_press()
    {
        var talk = Talk(["a"], Run("a")).Forward().End(OutcomeKind.Failed).Forward();
        Assert.Equal(ChoiceKind.Retry, talk.State.Choice!.Safe);

        talk.Send(new PlayerInput.EngineLost("The engine is gone."));
        Assert.Equal(ChoiceKind.Replay, talk.State.Choice!.Safe);
        Assert.NotNull(Assert.Single(talk.Forward().Pending).Recording);
    }

    [Fact]
    public void What_ends_in_the_background_with_the_engine_does_not_hide_that_it_is_gone()
    {
        var talk = Talk(["a"], Run("a")).Forward().End(runsOn: true).Send(new PlayerInput.EngineLost("The engine is gone."));
        talk.Send(new PlayerInput.BackgroundEnded(1, "a ended in the background."));
        Assert.Equal("The engine is gone.", talk.State.Notice!.Sentence);
        Assert.False(talk["a"].RunsOn);
        Assert.Equal("a ended in the background.", talk["a"].Remark);
    }

    [Fact]
    public void Once_the_engine_is_back_steps_run_again()
    {
        var talk = Talk(["a", "b"], Run("a"), Run("b"))
            .Send(new PlayerInput.EngineLost("The engine is gone.")).Forward().End().Send(new PlayerInput.EngineBack());
        Assert.Null(talk.State.ReplayReason);
        Assert.Null(Assert.Single(talk.Forward().Pending).Recording);
    }

    [Fact]
    public void Where_nothing_was_recorded_an_engine_that_goes_changes_nothing()
    {
        var talk = Talk([], Run("a")).Send(new PlayerInput.EngineLost("The engine is gone."));
        Assert.Null(talk.State.ReplayReason);
        Assert.Null(talk.State.Notice);
        Assert.Null(Assert.Single(talk.Forward().Pending).Recording);
    }

    [Fact]
    public void What_is_done_is_not_replaced_by_its_recording()
    {
        var talk = Talk(["a"], Run("a")).Forward().End().Send(new PlayerInput.Replay("a"));
        Assert.Equal("a is done: nothing is to be played in its place.", talk.State.Notice!.Sentence);
        Assert.Equal(StepStatus.Done, talk["a"].Status);
    }

    [Fact]
    public void Without_a_recording_the_key_says_so()
    {
        var talk = Talk([], Run("a")).Send(new PlayerInput.Replay("a"));
        Assert.Equal("There is no recording of a.", talk.State.Notice!.Sentence);
        Assert.Equal(StepStatus.Waiting, talk["a"].Status);
    }

    [Fact]
    public void A_recording_waits_for_its_pane_like_a_step()
    {
        var talk = Talk(["a"], Run("a"));
        talk.BusyPane = "run";
        talk.Send(new PlayerInput.Replay("a"));
        Assert.Equal("The pane “run” is busy with a shell: wait for its end or stop it.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void A_recording_runs_nothing_so_it_needs_no_trust()
    {
        var talk = Talk(["mine"], Run("mine", "make"));
        talk.Untrusted = [new(CommandPurpose.Step, "mine", Make.Script("make"))];
        talk.Reload(Slide("One", Run("mine", "make")), Slide("Two")).Send(new PlayerInput.Replay("mine"));
        Assert.NotNull(Assert.Single(talk.Pending).Recording);
    }

    internal static StepRecording Recording(string id) => new(
        $"/recordings/{id}.cast",
        new RecordedStep(id, "digest", "x86-64, 2 CPUs", TimeSpan.FromSeconds(12)),
        new DateTimeOffset(2026, 4, 1, 9, 0, 0, TimeSpan.Zero));

    private static MachineDriver Talk(string[] recorded, params Stop[] stops) =>
        new(Scenario(Slide("One", stops), Slide("Two")), recordings: [.. recorded.Select(Recording)]);
}
