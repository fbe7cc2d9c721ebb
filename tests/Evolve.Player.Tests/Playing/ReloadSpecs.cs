using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Reading;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Playing;

public sealed class ReloadSpecs
{
    [Fact]
    public void The_place_is_kept_when_slides_are_added_before_it()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two", Pause(1))).Forward().Forward();
        talk.Reload(Slide("Zero"), Slide("One"), Slide("Two", Pause(1)));

        Assert.Equal((2, 1), (talk.State.SlideIndex, talk.State.Reveal));
        Assert.Equal(0, talk.State.ChangedSlide);
    }

    [Fact]
    public void The_place_is_kept_by_a_step_when_the_title_changes()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two", Run("build"))).Forward();
        talk.Reload(Slide("One"), Slide("New"), Slide("Deux", Run("build")));

        Assert.Equal("Deux", talk.State.Slide.Title);
    }

    [Fact]
    public void The_place_stays_in_range_when_slides_go()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two"), Slide("Three")).Forward().Forward();
        talk.Reload(Slide("Only"));

        Assert.Equal(0, talk.State.SlideIndex);
    }

    [Fact]
    public void A_step_keeps_its_state_as_long_as_its_commands_are_the_same()
    {
        var talk = MachineDriver.For(Slide("One", Run("a", "one"), Run("b", "two"))).Forward().End().Forward().End();
        talk.Reload(Slide("One, better", Run("a", "one"), Run("b", "two, changed")));

        Assert.Equal(StepStatus.Done, talk["a"].Status);
        Assert.Equal(StepStatus.Waiting, talk["b"].Status);
        Assert.Equal("run b", talk.State.Next.Words);
    }

    [Fact]
    public void A_changed_check_makes_a_step_unproven()
    {
        var talk = MachineDriver.For(Slide("One", Run("a", "one", step => step.WithChecks(Check("true"))))).Forward().End();
        talk.Reload(Slide("One", Run("a", "one", step => step.WithChecks(Check("false")))));

        Assert.Equal(StepStatus.Waiting, talk["a"].Status);
    }

    [Fact]
    public void A_step_without_a_written_id_is_known_by_its_commands()
    {
        var talk = MachineDriver.For(Slide("One", Run("step-1", "ls"))).Forward().End();
        talk.Reload(Slide("One", Run("step-1", "new"), Run("step-2", "ls")));

        Assert.Equal(StepStatus.Waiting, talk["step-1"].Status);
        Assert.Equal(StepStatus.Done, talk["step-2"].Status);
    }

    [Fact]
    public void What_runs_goes_on_and_counts_as_not_run_when_its_commands_changed_meanwhile()
    {
        var talk = MachineDriver.For(Slide("One", Run("a", "old"))).Forward();
        talk.Reload(Slide("One", Run("a", "new")));
        Assert.Equal(StepStatus.Running, talk["a"].Status);

        talk.End();
        Assert.Equal(StepStatus.Waiting, talk["a"].Status);
        Assert.Equal("a was changed while it ran: it counts as not run.", talk.State.Notice!.Sentence);
        Assert.Equal(ForwardKind.Run, talk.Next);
    }

    [Fact]
    public void A_step_that_is_gone_may_end_in_peace()
    {
        var talk = MachineDriver.For(Slide("One", Run("a", "old"))).Forward().Reload(Slide("One"), Slide("Two"));
        Assert.Equal(ForwardKind.NextSlide, talk.Next);

        talk.End(OutcomeKind.Failed);
        Assert.Equal(ForwardKind.NextSlide, talk.Next);
    }

    [Fact]
    public void An_error_becomes_a_banner_and_the_last_good_version_stays()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two")).Forward();
        talk.Send(new PlayerInput.Reload(new ReadResult(null, [
            new(new("talk.md", 3, 1), "This fence is never closed."),
            new(new("talk.md", 9, 1), "Another.")])));

        Assert.Equal("talk.md:3:1: This fence is never closed. (and 1 more) The last good version stays on.", talk.State.Banner);
        Assert.Equal(1, talk.State.SlideIndex);

        talk.Reload(Slide("One"), Slide("Two"));
        Assert.Null(talk.State.Banner);
    }

    [Fact]
    public void The_first_changed_slide_can_be_jumped_to_on_request()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two"), Slide("Three", Pause(1)));
        talk.Reload(Slide("One"), Slide("Two"), Slide("Three", Pause(1)) with { Notes = ["new"] });
        Assert.Equal((0, (int?)2), (talk.State.SlideIndex, talk.State.ChangedSlide));

        talk.Send(new PlayerInput.GoToChange());
        Assert.Equal((2, 1, (int?)null), (talk.State.SlideIndex, talk.State.Reveal, talk.State.ChangedSlide));
    }

    [Fact]
    public void Moving_text_about_without_changing_it_changes_no_slide()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two", Run("a")));
        var moved = Slide("Two", Run("a", with: step => step with { Location = new("/talks/talk.md", 99, 1) }));
        talk.Reload(Slide("One"), moved);

        Assert.Null(talk.State.ChangedSlide);
    }

    [Fact]
    public void A_typed_text_that_changes_is_started_anew()
    {
        var talk = MachineDriver.For(Slide("One", Make.Type("a", "long text"))).Forward();
        talk.Reload(Slide("One", Make.Type("a", "other")));

        Assert.Equal(StepStatus.Waiting, talk["a"].Status);
        Assert.Equal(ForwardKind.Type, talk.Next);
    }
}
