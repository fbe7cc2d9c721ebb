using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Tests.Jumping;

/// <summary>Taking steps back for real.</summary>
public class UndoSpecs
{
    private static Slide[] Slides() =>
    [
        Make.Slide(
            "One",
            Make.Run("build", "a=build", step => step.UndoneBy("a=").WithChecks(Make.Check("a==build", within: 5))),
            Make.Run("start", "b=start", step => step.UndoneBy("b=").Needing("build").WithChecks(Make.Check("b==start")).InPane("other")),
            Make.Run("look", "true", step => step.UndoneBy("true").Needing("start"))),
    ];

    [Fact]
    public void An_undo_runs_in_the_steps_pane_and_makes_the_step_untouched()
    {
        var talk = Done("build", "start");
        talk.Send(Undo("start"));
        Assert.Equal(StepStatus.Undoing, talk["start"].Status);
        var request = Assert.Single(talk.Pending);
        Assert.Equal("b=", request.Script!.Text);
        Assert.Equal("other", request.Step.Pane);
        talk.End();
        Assert.Equal(StepState.Untouched, talk["start"]);
        Assert.Null(talk.State.Journey);
        Assert.Equal("start is taken back.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void After_an_undo_the_checks_of_what_the_step_stood_on_are_made_and_not_its_own()
    {
        var talk = Done("build", "start");
        talk.Send(Undo("start"));
        Assert.Equal(["a==build"], talk.Pending[0].Step.Checks.Select(check => check.Script.Text));
    }

    [Fact]
    public void What_needs_the_step_is_taken_back_first_and_what_changes_nothing_runs_no_command()
    {
        var world = new ModelWorld();
        var talk = Done("build", "start", "look");
        talk.Send(Undo("build"));
        world.Settle(talk);
        Assert.Equal(["start: b=", "build: a="], world.Log);
        Assert.All(new[] { "build", "start", "look" }, id => Assert.Equal(StepState.Untouched, talk[id]));
        Assert.Equal("build is taken back, and before it 2 steps that need it.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void The_first_undo_that_fails_ends_it_and_says_why()
    {
        var talk = Done("build", "start");
        talk.Send(Undo("build"));
        talk.End(OutcomeKind.Failed, "No such container.");
        Assert.Empty(talk.Pending);
        Assert.Null(talk.State.Journey);
        Assert.Equal(StepStatus.Done, talk["build"].Status);
        Assert.Equal(StepStatus.Failed, talk["start"].Status);
        Assert.Equal("start could not be taken back: No such container.", talk["start"].Reason);
        Assert.Equal("The way back before build ends at start, after 0 of 2: start could not be taken back: No such container.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void An_undo_that_failed_can_be_tried_again()
    {
        var talk = Done("build", "start");
        talk.Send(Undo("start")).End(OutcomeKind.Failed, "Busy.");
        talk.Send(Undo("start")).End();
        Assert.Equal(StepState.Untouched, talk["start"]);
    }

    [Fact]
    public void What_runs_in_the_background_is_ended_before_its_undo()
    {
        var talk = MachineDriver.For(Make.Slide("One", Make.Run("serve", "s=on", step => step.UndoneBy("s=") with { IsBackground = true })));
        talk.Run("serve").End(runsOn: true);
        talk.Send(Undo("serve"));
        Assert.Empty(talk.Pending);
        var stop = Assert.Single(talk.Effects.OfType<PlayerEffect.Stop>());
        talk.Send(new PlayerInput.BackgroundEnded(stop.Run, "serve was stopped."));
        Assert.Equal("s=", Assert.Single(talk.Pending).Script!.Text);
        Assert.False(talk.Pending[0].Step.IsBackground);
        talk.End();
        Assert.Equal(StepState.Untouched, talk["serve"]);
    }

    [Fact]
    public void A_step_without_an_undo_blocks_and_is_named()
    {
        var talk = MachineDriver.For(Make.Slide("One", Make.Run("odd")));
        talk.Run("odd").End().Send(Undo("odd"));
        Assert.Empty(talk.Pending);
        Assert.StartsWith("odd cannot be taken back, for it has no undo", talk.State.Notice!.Sentence, StringComparison.Ordinal);
        Assert.Equal(StepStatus.Done, talk["odd"].Status);
    }

    [Fact]
    public void An_undo_in_a_busy_pane_is_refused_and_changes_nothing()
    {
        var talk = Done("build", "start");
        talk.BusyPane = "other";
        talk.Send(Undo("start"));
        Assert.Empty(talk.Pending);
        Assert.Equal(StepStatus.Done, talk["start"].Status);
        Assert.Contains("is busy with a shell", talk.State.Notice!.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void While_it_is_under_way_no_other_step_starts_and_forward_says_how_far_it_is()
    {
        var talk = Done("build", "start");
        talk.Send(Undo("build"));
        Assert.Equal("back before build: start, 1 of 2", talk.State.Next.Words);
        Assert.Equal(ForwardKind.Wait, talk.Next);
        talk.Run("look");
        Assert.Single(talk.Pending);
        Assert.Equal("Under way back before build: wait for its end, or stop it first.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void Stopping_lets_the_step_at_work_end_and_stopping_twice_does_not()
    {
        var talk = Done("build", "start");
        talk.Send(Undo("build")).Send(new PlayerInput.Cancel(null));
        Assert.Empty(talk.Effects.OfType<PlayerEffect.Stop>());
        Assert.Equal("It ends after start; the same key again stops that, too.", talk.State.Notice!.Sentence);
        talk.Send(new PlayerInput.Cancel(null));
        Assert.Single(talk.Effects.OfType<PlayerEffect.Stop>());

        var gentle = Done("build", "start");
        gentle.Send(Undo("build")).Send(new PlayerInput.Cancel(null)).End();
        Assert.Equal(StepState.Untouched, gentle["start"]);
        Assert.Equal(StepStatus.Done, gentle["build"].Status);
        Assert.Empty(gentle.Pending);
        Assert.Equal("The way back before build ends at build, after 1 of 2, for it was stopped.", gentle.State.Notice!.Sentence);
    }

    [Fact]
    public void Starting_over_takes_back_everything_and_goes_to_the_first_slide()
    {
        var world = new ModelWorld();
        var talk = MachineDriver.For([.. Slides(), Make.Slide("Two")]);
        foreach (var id in new[] { "build", "start" })
        {
            talk.Run(id);
            world.Settle(talk);
        }

        talk.Send(new PlayerInput.GoToSlide(1)).Send(new PlayerInput.SetOut(new JumpGoal.Start()));
        world.Settle(talk);
        Assert.Equal("", world.Picture);
        Assert.Equal(0, talk.State.SlideIndex);
    }

    [Fact]
    public void How_long_an_undo_took_is_expected_the_next_time()
    {
        var talk = Done("build", "start");
        talk.Send(Undo("start")).End();
        Assert.Equal(new StepTimes(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)), talk.State.Times["start"]);
    }

    private static PlayerInput.SetOut Undo(string id) => new PlayerInput.SetOut(new JumpGoal.Undo(id));

    private static MachineDriver Done(params string[] ids)
    {
        var talk = MachineDriver.For(Slides());
        foreach (var id in ids)
        {
            talk.Run(id).End();
        }

        return talk;
    }
}
