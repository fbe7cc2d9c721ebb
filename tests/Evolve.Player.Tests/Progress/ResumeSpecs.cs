using Evolve.Player.Exercises;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Player.Progress;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Tests.Progress;

/// <summary>Going on where an earlier session ended.</summary>
public class ResumeSpecs
{
    [Fact]
    public void What_was_done_is_believed_after_its_checks_were_made_again()
    {
        var (world, kept) = After("build", "start");
        var talk = MachineDriver.For(Slides());
        talk.Send(new PlayerInput.Resume(kept));
        Assert.Equal(StepStatus.Remembered, talk["start"].Status);
        Assert.Null(Assert.Single(talk.Pending).Script);
        world.Log.Clear();
        world.Settle(talk);
        Assert.Empty(world.Log);
        Assert.Equal((StepStatus.Done, StepStatus.Done, StepStatus.Waiting), (talk["build"].Status, talk["start"].Status, talk["move"].Status));
        Assert.Null(talk.State.Notice);
    }

    [Fact]
    public void Hints_and_answers_are_there_again_as_far_as_the_scenario_has_them()
    {
        var slide = Make.Slide("One", Make.Exercise("task", "make it", "first", "second"), Make.Quiz("why", false, true), Make.Quiz("which", true, false, true), Make.Quiz("new", true, false));
        var before = MachineDriver.Workshop(slide)
            .Send(new PlayerInput.ShowHint("task"))
            .Send(new PlayerInput.Answer("why", 0)).Send(new PlayerInput.Answer("which", 2)).Send(new PlayerInput.Answer("which", 0));
        var kept = SavedProgress.Of(before.State, []);
        kept = kept with { Answers = [.. kept.Answers, new("new", [7]), new("gone", [0])], Exercises = [.. kept.Exercises, new("no-more", 3)] };
        var after = MachineDriver.Workshop(slide).Send(new PlayerInput.Resume(kept)).State.Workshop;
        Assert.Equal(before.State.Workshop.StateOf("task"), after.StateOf("task"));
        Assert.Equal(1, after.StateOf("task").HintsShown);
        Assert.Equal((QuizVerdict.Wrong, QuizVerdict.Right), (after.AnswerTo("why").Verdict, after.AnswerTo("which").Verdict));
        Assert.Equal(QuizVerdict.Open, after.AnswerTo("new").Verdict);
        Assert.Equal(["which", "why"], after.Answers.Keys.Order());
    }

    [Fact]
    public void It_goes_on_at_the_slide_that_was_on()
    {
        var (_, kept) = After("build", "start");
        Assert.Equal(1, MachineDriver.For([Make.Slide("New"), .. Slides()]).Send(new PlayerInput.Resume(kept with { SlideIndex = 0, SlideTitle = "One" })).State.SlideIndex);
        Assert.Equal(2, MachineDriver.For(Slides()).Send(new PlayerInput.Resume(kept with { SlideIndex = 99, SlideTitle = "gone" })).State.SlideIndex);
    }

    [Fact]
    public void What_is_no_longer_there_counts_as_not_run_and_is_named()
    {
        var (world, kept) = After("build", "start");
        world.Do("b=");
        var talk = MachineDriver.For(Slides());
        talk.Send(new PlayerInput.Resume(kept));
        world.Settle(talk);
        Assert.Equal((StepStatus.Done, StepStatus.Waiting), (talk["build"].Status, talk["start"].Status));
        Assert.Equal("start is no longer there and counts as not run.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void A_step_that_a_later_one_has_taken_further_is_believed_though_its_own_check_no_longer_holds()
    {
        var (world, kept) = After("build", "start", "move");
        Assert.Equal("a=build b=move", world.Picture);
        var talk = MachineDriver.For(Slides());
        talk.Send(new PlayerInput.Resume(kept));
        world.Settle(talk);
        Assert.All(new[] { "build", "start", "move" }, id => Assert.Equal(StepStatus.Done, talk[id].Status));
    }

    [Fact]
    public void What_stands_on_something_that_is_gone_is_gone_too()
    {
        var world = new ModelWorld();
        var slides = new[]
        {
            Make.Slide(
                "One",
                Make.Run("network", "n=on", step => step.UndoneBy("n=").WithChecks(Make.Check("n==on"))),
                Make.Run("volume", "v=on", step => step.UndoneBy("v=").Needing("network"))),
        };
        var talk = MachineDriver.For(slides);
        foreach (var id in new[] { "network", "volume" })
        {
            talk.Run(id);
            world.Settle(talk);
        }

        var kept = SavedProgress.Of(talk.State, []);
        world.Do("n=");
        var again = MachineDriver.For(slides);
        again.Send(new PlayerInput.Resume(kept));
        world.Settle(again);
        Assert.Equal("2 steps are no longer there and count as not run: network and volume.", again.State.Notice!.Sentence);
    }

    [Fact]
    public void What_ran_in_the_background_has_ended_with_the_session()
    {
        var slides = new[] { Make.Slide("One", Make.Run("serve", "true", step => step.UndoneBy("s=") with { IsBackground = true })) };
        var talk = MachineDriver.For(slides);
        talk.Run("serve").End(runsOn: true);
        var again = MachineDriver.For(slides).Send(new PlayerInput.Resume(SavedProgress.Of(talk.State, [])));
        Assert.Equal(StepState.Untouched, again["serve"]);
        Assert.Equal("serve is no longer there and counts as not run.", again.State.Notice!.Sentence);
    }

    [Fact]
    public void A_step_that_was_at_work_counts_when_its_checks_hold()
    {
        var talk = MachineDriver.For(Slides());
        talk.Run("build").End().Run("start");
        var kept = SavedProgress.Of(talk.State, []);
        Assert.Equal(SavedStatus.Begun, kept.Steps.Single(step => step.Id == "start").Status);
        var world = new ModelWorld();
        world.Do("a=build");
        world.Do("b=start");
        var again = MachineDriver.For(Slides()).Send(new PlayerInput.Resume(kept));
        world.Settle(again);
        Assert.Equal(StepStatus.Done, again["start"].Status);
    }

    [Fact]
    public void How_far_a_step_came_that_was_at_work_is_not_known_when_its_checks_do_not_hold()
    {
        var talk = MachineDriver.For(Slides());
        talk.Run("build").End().Run("start");
        var again = MachineDriver.For(Slides()).Send(new PlayerInput.Resume(SavedProgress.Of(talk.State, [])));
        new ModelWorld().Settle(again);
        Assert.Equal(StepStatus.Failed, again["start"].Status);
        Assert.Equal("Whether start is still there could not be found out: run it again, or take it back.", again["start"].Reason);
        Assert.True(again["start"].MayBeTakenBack);
    }

    [Fact]
    public void An_edited_scenario_keeps_what_is_still_the_same()
    {
        var (world, kept) = After("build", "start");
        var slides = Slides();
        slides[0] = Make.Slide("One", Make.Run("build", "a=build # edited", step => step.UndoneBy("a=")));
        var talk = MachineDriver.For(slides).Send(new PlayerInput.Resume(kept));
        world.Settle(talk);
        Assert.Equal((StepStatus.Waiting, StepStatus.Done), (talk["build"].Status, talk["start"].Status));
        Assert.Equal(1, kept.CountDone(Make.Scenario(slides)));
    }

    [Fact]
    public void A_jump_waits_until_everything_was_looked_at()
    {
        var (world, kept) = After("build", "start");
        var talk = MachineDriver.For(Slides());
        talk.Send(new PlayerInput.Resume(kept)).Send(new PlayerInput.SetOut(new JumpGoal.Step("move")));
        Assert.Null(talk.State.Journey);
        world.Log.Clear();
        world.Settle(talk);
        Assert.Empty(world.Log);
        Assert.Equal("run move", talk.State.Next.Words);
    }

    [Fact]
    public void Forward_waits_for_a_step_that_is_being_looked_at()
    {
        var (_, kept) = After("build", "start");
        var talk = MachineDriver.For(Slides()).Send(new PlayerInput.Resume(kept)).Send(new PlayerInput.GoToSlide(0));
        Assert.Equal("looking whether build is still there", talk.State.Next.Words);
        Assert.Equal(ForwardKind.Wait, talk.Next);
    }

    [Fact]
    public void Times_are_known_again_also_when_one_starts_afresh()
    {
        var (_, kept) = After("build");
        var fresh = kept with { SlideIndex = 0, SlideTitle = "", Steps = [.. kept.Steps.Select(step => step with { Status = SavedStatus.Untouched })] };
        var talk = MachineDriver.For(Slides()).Send(new PlayerInput.Resume(fresh));
        Assert.Equal(StepState.Untouched, talk["build"]);
        Assert.Equal(TimeSpan.FromSeconds(2), talk.State.Times["build"].Run);
    }

    [Fact]
    public void In_the_middle_of_a_session_nothing_is_taken_up()
    {
        var (_, kept) = After("build");
        var talk = MachineDriver.For(Slides());
        talk.Run("build").End().Send(new PlayerInput.Resume(kept));
        Assert.Contains("only be taken up at its beginning", talk.State.Notice!.Sentence, StringComparison.Ordinal);
    }

    private static (ModelWorld World, SavedProgress Kept) After(params string[] ids)
    {
        var world = new ModelWorld();
        var talk = MachineDriver.For(Slides());
        foreach (var id in ids)
        {
            talk.Run(id);
            world.Settle(talk);
        }

        return (world, SavedProgress.Of(talk.State, []));
    }

    /// <summary>A step without checks, one that needs it, and one that takes that further.</summary>
    private static Slide[] Slides() =>
    [
        Make.Slide("One", Make.Run("build", "a=build", step => step.UndoneBy("a="))),
        Make.Slide("Two", Make.Run("start", "b=start", step => step.UndoneBy("b=").Needing("build").WithChecks(Make.Check("b==start")))),
        Make.Slide("Three", Make.Run("move", "b=move", step => step.UndoneBy("b=start").Needing("start").WithChecks(Make.Check("b==move")))),
    ];
}
