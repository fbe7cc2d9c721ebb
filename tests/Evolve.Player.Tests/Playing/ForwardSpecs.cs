using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Playing;

public sealed class ForwardSpecs
{
    [Fact]
    public void Forward_reveals_runs_and_leaves_the_slide_in_the_order_of_the_document()
    {
        var talk = MachineDriver.For(Slide("One", Pause(1), Run("build"), Pause(2)), Slide("Two"));
        var seen = new List<ForwardKind>();
        while (talk.State.SlideIndex == 0)
        {
            seen.Add(talk.Next);
            talk.Forward();
            if (talk.Pending.Count > 0)
            {
                seen.Add(talk.Next);
                talk.End();
            }
        }

        Assert.Equal([ForwardKind.Reveal, ForwardKind.Run, ForwardKind.Wait, ForwardKind.Reveal, ForwardKind.NextSlide], seen);
        Assert.Equal(ForwardKind.End, talk.Next);
    }

    [Fact]
    public void Forward_does_nothing_while_a_step_runs_or_is_checked()
    {
        var talk = MachineDriver.For(Slide("One", Run("build"), Pause(1)), Slide("Two")).Forward();
        var before = talk.State;

        Assert.Equal("build is running", talk.State.Next.Words);
        talk.Forward();
        Assert.Equal(before, talk.State);
        Assert.Empty(talk.Effects);

        talk.Send(new PlayerInput.CheckingBegan(1)).Forward();
        Assert.Equal(StepStatus.Checking, talk["build"].Status);
        Assert.Equal("build is being checked", talk.State.Next.Words);
    }

    [Fact]
    public void Presses_within_300_milliseconds_count_once()
    {
        var talk = MachineDriver.For(Slide("One", Pause(1), Pause(2), Pause(3)));

        talk.Send(new PlayerInput.Forward()).Wait(299).Send(new PlayerInput.Forward());
        Assert.Equal(1, talk.State.Reveal);

        talk.Wait(1).Send(new PlayerInput.Forward());
        Assert.Equal(2, talk.State.Reveal);
    }

    [Fact]
    public void Different_keys_are_never_taken_for_a_bounce()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two"));

        talk.Send(new PlayerInput.Forward()).Wait(10).Send(new PlayerInput.Back());
        Assert.Equal(0, talk.State.SlideIndex);

        talk.Wait(10).Send(new PlayerInput.Forward());
        Assert.Equal(1, talk.State.SlideIndex);
    }

    [Fact]
    public void A_typed_step_appears_at_a_steady_pace_and_runs_on_the_next_key()
    {
        var talk = MachineDriver.For(Slide("One", Make.Type("hello", "echo 👩‍🚀!"))).Forward();
        Assert.Contains(talk.Effects, effect => effect is PlayerEffect.BeginTyping);
        Assert.Equal(ForwardKind.FinishTyping, talk.Next);

        talk.Wait(4 * 25).Send(new PlayerInput.TypingTick());
        Assert.Equal(4, talk["hello"].TypedCharacters);

        // A grapheme is shown whole or not at all.
        talk.Wait(2 * 25).Send(new PlayerInput.TypingTick());
        Assert.Equal("echo 👩‍🚀".Length, talk["hello"].TypedCharacters);

        talk.Wait(10_000).Send(new PlayerInput.TypingTick());
        Assert.Contains(talk.Effects, effect => effect is PlayerEffect.EndTyping);
        Assert.Equal(ForwardKind.Run, talk.Next);
        Assert.Empty(talk.Pending);

        talk.Forward();
        Assert.Equal("echo 👩‍🚀!", Assert.Single(talk.Pending).Script!.Text);
    }

    [Fact]
    public void Forward_while_typing_completes_the_text_at_once()
    {
        var talk = MachineDriver.For(Slide("One", Make.Type("hello"))).Forward().Forward();

        Assert.Equal(7, talk["hello"].TypedCharacters);
        Assert.Empty(talk.Pending);
        Assert.Equal(ForwardKind.Run, talk.Next);
    }

    [Fact]
    public void Leaving_a_slide_forgets_what_was_typed_but_not_run()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two", Make.Type("hello"))).Forward().Forward().Back();

        Assert.Equal(StepStatus.Waiting, talk["hello"].Status);
        Assert.Contains(talk.Effects, effect => effect is PlayerEffect.EndTyping);
    }

    [Fact]
    public void Done_steps_never_run_again_by_forward()
    {
        var talk = MachineDriver.For(Slide("One", Run("build")), Slide("Two")).Forward().End().Forward().Back();

        Assert.Equal(ForwardKind.NextSlide, talk.Next);
        talk.Forward();
        Assert.Equal(1, talk.State.SlideIndex);
        Assert.Equal(1, talk["build"].Attempt);
    }

    [Fact]
    public void Back_never_runs_anything_and_shows_the_whole_slide_before()
    {
        var talk = MachineDriver.For(Slide("One", Pause(1), Pause(2), Run("late")), Slide("Two"));
        talk.Send(new PlayerInput.GoToSlide(1)).Back();

        Assert.Equal((0, 2), (talk.State.SlideIndex, talk.State.Reveal));
        Assert.Empty(talk.Pending);
        Assert.Equal(ForwardKind.Run, talk.Next);
    }

    [Fact]
    public void A_slide_that_was_left_by_back_is_found_again_as_it_was()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two", Pause(1), Pause(2)));
        talk.Forward().Forward().Back().Forward();

        Assert.Equal((1, 1), (talk.State.SlideIndex, talk.State.Reveal));
    }

    [Fact]
    public void A_jump_starts_a_slide_from_its_beginning()
    {
        var talk = MachineDriver.For(Slide("One", Pause(1)), Slide("Two", Pause(1)));
        talk.Forward().Forward().Forward().Send(new PlayerInput.GoToSlide(0));
        Assert.Equal((0, 0), (talk.State.SlideIndex, talk.State.Reveal));

        talk.Send(new PlayerInput.GoToSlide(99));
        Assert.Equal(1, talk.State.SlideIndex);
    }

    [Fact]
    public void Going_to_a_step_shows_its_slide_up_to_it()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two", Pause(1), Pause(2), Run("here"), Pause(3)));
        talk.Send(new PlayerInput.GoToStep("here"));

        Assert.Equal((1, 2), (talk.State.SlideIndex, talk.State.Reveal));
        Assert.Equal("run here", talk.State.Next.Words);

        talk.Send(new PlayerInput.GoToStep("nowhere"));
        Assert.Equal("There is no step “nowhere” in this scenario.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void The_way_back_to_a_slide_whose_step_runs_is_free()
    {
        var talk = MachineDriver.For(Slide("One", Run("first")), Slide("Two", Run("build")));
        talk.Forward().End().Forward().Forward().Back();

        Assert.Equal(ForwardKind.NextSlide, talk.Next);
        talk.Forward();
        Assert.Equal(ForwardKind.Wait, talk.Next);
    }

    [Fact]
    public void A_step_in_the_background_holds_forward_only_until_it_is_ready()
    {
        var talk = MachineDriver.For(Slide("One", Run("serve", with: step => step with { IsBackground = true })), Slide("Two"));
        talk.Forward();
        Assert.Equal(ForwardKind.Wait, talk.Next);

        talk.End(runsOn: true);
        Assert.Equal(ForwardKind.NextSlide, talk.Next);
        Assert.True(talk["serve"].RunsOn);

        talk.Send(new PlayerInput.BackgroundEnded(1, "serve ended with status 1 in the background."));
        Assert.False(talk["serve"].RunsOn);
        Assert.Equal(StepStatus.Done, talk["serve"].Status);
        Assert.Equal("serve ended with status 1 in the background.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void An_exercise_is_only_checked_by_forward()
    {
        var talk = MachineDriver.For(Slide("One", Exercise("write"))).Forward();

        Assert.Null(Assert.Single(talk.Pending).Script);
        Assert.Equal(StepStatus.Checking, talk["write"].Status);
    }

    [Fact]
    public void The_wall_time_of_a_measured_step_is_kept()
    {
        var talk = MachineDriver.For(Slide("One", Run("boot", with: step => step with { Measure = "php/container/start" })));
        talk.Forward().End(OutcomeKind.Failed).Run("boot").End();

        var measured = Assert.Single(talk.State.Measurements);
        Assert.Equal(("php/container/start", "boot", TimeSpan.FromSeconds(2)), (measured.Name, measured.StepId, measured.Elapsed));
    }
}
