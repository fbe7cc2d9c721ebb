using System.Collections.Immutable;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Tests.Jumping;

/// <summary>Jumps under way.</summary>
public class JumpSpecs
{
    [Fact]
    public void A_jump_ahead_runs_what_is_missing_step_by_step_and_lands_at_the_target()
    {
        var talk = MachineDriver.For(Slides());
        talk.Send(To("move"));
        Assert.Equal("a=build", Assert.Single(talk.Pending).Script!.Text);
        Assert.Equal("to move: build, 1 of 3", talk.State.Next.Words);
        talk.End();
        Assert.Equal("to move: start, 2 of 3", talk.State.Next.Words);
        talk.End(OutcomeKind.Failed).End();
        Assert.Equal("to move: sign, 3 of 3", talk.State.Next.Words);
        talk.End(OutcomeKind.Failed);
        Assert.Equal("c=signed", Assert.Single(talk.Pending).Script!.Text);
        talk.End();
        Assert.Null(talk.State.Journey);
        Assert.Equal(2, talk.State.SlideIndex);
        Assert.Equal(1, talk.State.Reveal);
        Assert.Equal("run move", talk.State.Next.Words);
    }

    [Fact]
    public void What_was_only_replayed_is_run_for_real_on_the_way()
    {
        var recording = new StepRecording("/r/build.cast", new RecordedStep("build", "d", "a machine", TimeSpan.FromSeconds(7)), null);
        var talk = new MachineDriver(Make.Scenario(Slides()), recordings: [recording]).Send(new PlayerInput.Replay("build")).End();
        Assert.Equal(StepStatus.Replayed, talk["build"].Status);
        talk.Send(To("start"));
        Assert.Equal("a=build", Assert.Single(talk.Pending).Script!.Text);
        talk.End();
        Assert.Equal((StepStatus.Done, null), (talk["build"].Status, talk.State.Journey));
    }

    [Fact]
    public void Under_way_nothing_is_replayed()
    {
        var recording = new StepRecording("/r/start.cast", new RecordedStep("start", "d", "a machine", TimeSpan.FromSeconds(7)), null);
        var talk = new MachineDriver(Make.Scenario(Slides()), recordings: [recording]).Send(To("move")).Send(new PlayerInput.Replay("start"));
        Assert.Equal("Under way to move: wait for its end, or stop it first.", talk.State.Notice!.Sentence);
        Assert.Equal(StepStatus.Waiting, talk["start"].Status);
    }

    [Fact]
    public void Where_nothing_has_to_run_it_lands_at_once()
    {
        var talk = MachineDriver.For(Slides());
        talk.Run("build").End();
        talk.Send(To("start"));
        Assert.Null(talk.State.Journey);
        Assert.Empty(talk.Pending);
        Assert.Equal(1, talk.State.SlideIndex);
    }

    [Fact]
    public void A_step_whose_checks_hold_already_counts_as_there_and_does_not_run()
    {
        var world = new ModelWorld();
        world.Do("b=start");
        var talk = MachineDriver.For(Slides());
        talk.Send(To("move"));
        world.Settle(talk);
        Assert.Equal(["build: a=build", "sign: c=signed"], world.Log);
        Assert.Equal(StepStatus.Done, talk["start"].Status);
        Assert.Equal(0, talk["start"].Attempt);
        Assert.Equal("run move", talk.State.Next.Words);
    }

    [Fact]
    public void Whether_a_step_is_there_is_asked_once_without_patience()
    {
        var talk = MachineDriver.For(Slides());
        talk.Send(To("move")).End();
        var look = Assert.Single(talk.Pending);
        Assert.Null(look.Script);
        Assert.All(look.Step.Checks, check => Assert.Equal(TimeSpan.Zero, check.Within));
    }

    [Fact]
    public void What_must_run_in_the_background_runs_whatever_its_checks_say()
    {
        var talk = MachineDriver.For(
            Make.Slide("One", Make.Run("serve", "s=on", step => step.UndoneBy("s=").WithChecks(Make.Check("s==on")) with { IsBackground = true })),
            Make.Slide("Two", Make.Run("go")));
        talk.Send(To("go"));
        Assert.NotNull(Assert.Single(talk.Pending).Script);
        talk.End(runsOn: true);
        Assert.Null(talk.State.Journey);
        Assert.Equal("run go", talk.State.Next.Words);
    }

    [Fact]
    public void A_failure_ends_it_with_a_sentence_and_everything_before_stays_done()
    {
        var talk = MachineDriver.For(Slides());
        talk.Send(To("move")).End().End(OutcomeKind.Failed);
        talk.End(OutcomeKind.Failed, "The image is not there.");
        Assert.Null(talk.State.Journey);
        Assert.Equal(0, talk.State.SlideIndex);
        Assert.Equal((StepStatus.Done, StepStatus.Failed, StepStatus.Waiting), (talk["build"].Status, talk["start"].Status, talk["sign"].Status));
        Assert.Equal("The way to move ends at start, after 1 of 3: The image is not there.", talk.State.Notice!.Sentence);
        Assert.Equal(ForwardKind.NextSlide, talk.Next);
    }

    [Fact]
    public void Commands_that_nobody_has_agreed_to_do_not_run_on_the_way_either()
    {
        var slides = Slides();
        var talk = new MachineDriver(Make.Scenario(slides)) { Untrusted = [.. CommandDigest.Of(Make.Scenario(slides)).Commands] };
        talk.Reload(slides);
        talk.Send(To("move"));
        Assert.Empty(talk.Pending);
        Assert.Null(talk.State.Journey);
        Assert.Contains("look at them and agree before they run", talk.State.Notice!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_stops_it_while_it_looks_stops_what_would_follow()
    {
        var talk = MachineDriver.For(Slides());
        talk.Run("build").End().Send(To("move")).Send(new PlayerInput.Cancel("start"));
        Assert.Single(talk.Effects.OfType<PlayerEffect.Stop>());
        talk.End(OutcomeKind.Cancelled);
        Assert.Empty(talk.Pending);
        Assert.Null(talk.State.Journey);
        Assert.Equal(StepState.Untouched, talk["start"]);
        Assert.Equal("The way to move ends at start, after 0 of 2, for it was stopped.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void Looking_around_is_free_while_it_is_under_way()
    {
        var talk = MachineDriver.For(Slides());
        talk.Send(To("move")).Send(new PlayerInput.GoToSlide(1));
        Assert.Equal(1, talk.State.SlideIndex);
        Assert.NotNull(talk.State.Journey);
    }

    [Fact]
    public void A_changed_scenario_ends_it()
    {
        var talk = MachineDriver.For(Slides());
        talk.Send(To("move")).Reload([.. Slides(), Make.Slide("New")]);
        Assert.Null(talk.State.Journey);
        Assert.Equal("The scenario was changed on the way to move: set out again.", talk.State.Notice!.Sentence);
        talk.End();
        Assert.Equal(StepStatus.Done, talk["build"].Status);
        Assert.Empty(talk.Pending);
    }

    [Fact]
    public void A_jump_over_a_thousand_slides_without_anything_to_run_takes_less_than_100_ms()
    {
        var talk = MachineDriver.For([.. Enumerable.Range(0, 1000).Select(i => Make.Slide($"Slide {i}", Make.Run($"step-{i}", "true", step => step.UndoneBy("true"))))]);
        talk.Send(To("step-999"));
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        talk.Send(To("step-500"));
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(start);
        Assert.Equal(500, talk.State.SlideIndex);
        Assert.True(took < TimeSpan.FromMilliseconds(100), $"{took.TotalMilliseconds} ms");
    }

    private static PlayerInput.SetOut To(string id) => new PlayerInput.SetOut(new JumpGoal.Step(id));

    /// <summary>A step without checks, one with a check, an exercise, and behind a pause the target.</summary>
    private static Slide[] Slides() =>
    [
        Make.Slide("One", Make.Run("build", "a=build", step => step.UndoneBy("a="))),
        Make.Slide("Two", Make.Run("start", "b=start", step => step.UndoneBy("b=").Needing("build").WithChecks(Make.Check("b==start", within: 9)))),
        Make.Slide(
            "Three",
            new StepStop(Make.Exercise("sign", "c=signed").Step.UndoneBy("c=").WithChecks(Make.Check("c==signed"))),
            Make.Pause(1),
            Make.Run("move", "b=move", step => step.UndoneBy("b=start").Needing("start"))),
    ];
}
