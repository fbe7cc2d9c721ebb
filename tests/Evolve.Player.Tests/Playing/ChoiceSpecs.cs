using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Commands;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Playing;

public sealed class ChoiceSpecs
{
    [Theory]
    [InlineData(OutcomeKind.Failed, "build failed: choose what to do")]
    [InlineData(OutcomeKind.TimedOut, "build took too long: choose what to do")]
    [InlineData(OutcomeKind.Cancelled, "build was stopped: choose what to do")]
    public void After_a_failure_forward_opens_the_choice_and_says_so(OutcomeKind kind, string words)
    {
        var talk = MachineDriver.For(Slide("One", Run("build")), Slide("Two")).Forward().End(kind, "It broke.");
        Assert.Equal(words, talk.State.Next.Words);

        talk.Forward();
        Assert.Equal(
            [ChoiceKind.Retry, ChoiceKind.EditAndRun, ChoiceKind.Shell, ChoiceKind.Skip],
            talk.State.Choice!.Offers.AsEnumerable());
        Assert.Equal("It broke.", talk.State.Choice.Reason);
        Assert.Equal(ForwardKind.TakeSafeChoice, talk.Next);
    }

    [Fact]
    public void A_clicker_retries_once_and_then_goes_on_without_the_step()
    {
        var talk = MachineDriver.For(Slide("One", Run("build")), Slide("Two"));
        talk.Forward().End(OutcomeKind.Failed).Forward();
        Assert.Equal("run build again", talk.State.Next.Words);

        talk.Forward().End(OutcomeKind.Failed).Forward();
        Assert.Equal("go on without build", talk.State.Next.Words);

        talk.Forward();
        Assert.Equal(StepStatus.Skipped, talk["build"].Status);
        Assert.Equal(2, talk["build"].Attempt);
        Assert.Equal(ForwardKind.NextSlide, talk.Next);
    }

    [Fact]
    public void What_somebody_stopped_is_not_started_again_by_a_clicker()
    {
        var talk = MachineDriver.For(Slide("One", Run("build"))).Forward().End(OutcomeKind.Cancelled).Forward();

        Assert.Equal(ChoiceKind.Skip, talk.State.Choice!.Safe);
    }

    [Fact]
    public void An_exercise_that_cannot_be_done_is_solved_before_it_is_left_out()
    {
        var talk = MachineDriver.For(Slide("One", Exercise("write", solve: "echo solved")));
        talk.Forward().End(OutcomeKind.Failed).Forward().Forward().End(OutcomeKind.Failed).Forward();
        Assert.Equal("run the solution of write", talk.State.Next.Words);

        talk.Forward();
        Assert.Equal("echo solved", talk.Pending[0].Script!.Text);
        talk.End(OutcomeKind.Failed).Forward();
        Assert.Equal(ChoiceKind.Skip, talk.State.Choice!.Safe);
    }

    [Fact]
    public void Back_closes_the_choice_and_stays()
    {
        var talk = MachineDriver.For(Slide("One"), Slide("Two", Run("build")));
        talk.Forward().Forward().End(OutcomeKind.Failed).Forward().Back();

        Assert.Null(talk.State.Choice);
        Assert.Equal(1, talk.State.SlideIndex);
    }

    [Fact]
    public void Retry_runs_what_ran_last()
    {
        var talk = MachineDriver.For(Slide("One", Run("build", "make")));
        talk.Send(new PlayerInput.EditAndRun("build", "make -j2\r\nls")).End(OutcomeKind.Failed).Send(new PlayerInput.Retry(null));

        Assert.Equal("make -j2\nls", talk.Pending[0].Script!.Text);
        Assert.True(talk["build"].IsEdited);

        talk.End().Run("build");
        Assert.Equal("make", talk.Pending[0].Script!.Text);
        Assert.False(talk["build"].IsEdited);
    }

    [Fact]
    public void A_step_with_unmet_needs_is_refused_with_their_names()
    {
        var talk = MachineDriver.For(Slide("One", Run("a"), Run("b"), Run("c", with: step => step.Needing("a", "b"))));
        talk.Run("c");

        Assert.Equal("c needs a and b first: run them, or go on without c.", talk.State.Notice!.Sentence);
        Assert.Equal("c", talk.State.Notice.IsRefusalOf);
        Assert.Equal(StepStatus.Waiting, talk["c"].Status);
    }

    [Fact]
    public void A_clicker_passes_a_step_whose_need_was_left_out()
    {
        var talk = MachineDriver.For(Slide("One", Run("a"), Run("b", with: step => step.Needing("a"))), Slide("Two"));
        talk.Send(new PlayerInput.Skip("a")).Forward();
        Assert.Equal((StepStatus.Failed, (Refusal?)Refusal.UnmetNeeds), (talk["b"].Status, talk["b"].Refusal));

        talk.Forward().Forward();
        Assert.Equal(StepStatus.Skipped, talk["b"].Status);
        Assert.Equal(ForwardKind.NextSlide, talk.Next);
    }

    [Fact]
    public void A_step_that_could_not_start_waits_again_once_its_needs_are_done()
    {
        var talk = MachineDriver.For(Slide("One", Run("a"), Run("b"), Run("c", with: step => step.Needing("a", "b"))));
        talk.Send(new PlayerInput.Skip("a")).Send(new PlayerInput.Skip("b")).Forward();
        Assert.Equal(Refusal.UnmetNeeds, talk["c"].Refusal);

        talk.Run("a").End();
        Assert.Equal(Refusal.UnmetNeeds, talk["c"].Refusal);
        talk.Run("b").End();
        Assert.Equal(StepState.Untouched, talk["c"]);
        Assert.Equal("run c", talk.State.Next.Words);
    }

    [Fact]
    public void A_busy_pane_refuses_a_second_step_with_a_sentence()
    {
        var talk = MachineDriver.For(Slide("One", Run("serve", with: step => step with { IsBackground = true }), Run("other")));
        talk.Forward().End(runsOn: true).Run("other");
        Assert.Equal("The pane “run” is busy with serve: wait for its end or stop it.", talk.State.Notice!.Sentence);

        talk.BusyPane = "run";
        talk.Send(new PlayerInput.BackgroundEnded(1, "over")).Run("other");
        Assert.Equal("The pane “run” is busy with a shell: wait for its end or stop it.", talk.State.Notice!.Sentence);

        talk.BusyPane = null;
        talk.Run("other");
        Assert.Single(talk.Pending);
    }

    [Fact]
    public void Steps_in_different_panes_run_side_by_side()
    {
        var talk = MachineDriver.For(Slide("One", Run("a"), Run("b", with: step => step.InPane("build"))));
        talk.Run("a").Run("b");
        Assert.Equal(2, talk.Pending.Count);

        talk.Run("a");
        Assert.Equal("a is running already.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void Cancel_stops_what_is_at_work_here_first_and_then_what_is_in_the_background()
    {
        var talk = MachineDriver.For(
            Slide("One", Run("serve", with: step => step with { IsBackground = true, Pane = "serve" })),
            Slide("Two", Run("build")));
        talk.Forward().End(runsOn: true).Forward().Forward().Send(new PlayerInput.Cancel(null));
        Assert.Equal(new PlayerEffect.Stop(2), Assert.Single(talk.Effects));

        talk.End(OutcomeKind.Cancelled).Send(new PlayerInput.Cancel(null));
        Assert.Equal(new PlayerEffect.Stop(1), Assert.Single(talk.Effects));

        talk.Send(new PlayerInput.BackgroundEnded(1, "serve was stopped.")).Send(new PlayerInput.Cancel(null));
        Assert.Equal("Nothing is running.", talk.State.Notice!.Sentence);
    }

    [Fact]
    public void Skip_leaves_alone_what_runs_or_is_done()
    {
        var talk = MachineDriver.For(Slide("One", Run("build"))).Forward().Send(new PlayerInput.Skip("build"));
        Assert.Equal("build is running: stop it before you go on without it.", talk.State.Notice!.Sentence);

        talk.End().Send(new PlayerInput.Skip("build"));
        Assert.Equal(StepStatus.Done, talk["build"].Status);
    }

    [Fact]
    public void Commands_that_nobody_agreed_to_do_not_run_until_somebody_does()
    {
        var scenario = Scenario(Slide("One", Run("mine", "make")), Slide("Two"));
        var talk = new MachineDriver(scenario);
        talk.Untrusted = [new(CommandPurpose.Step, "mine", Make.Script("make"))];
        talk.Reload(Slide("One", Run("mine", "make")), Slide("Two"));

        talk.Forward();
        Assert.Equal((StepStatus.Failed, (Refusal?)Refusal.NotTrusted), (talk["mine"].Status, talk["mine"].Refusal));
        Assert.Empty(talk.Pending);
        talk.Send(new PlayerInput.OpenChoice(null));
        Assert.Equal(ChoiceKind.Skip, talk.State.Choice!.Safe);

        talk.Send(new PlayerInput.Trust());
        Assert.IsType<PlayerEffect.RememberTrust>(Assert.Single(talk.Effects));
        Assert.Null(talk.State.Choice);
        talk.Forward();
        Assert.Single(talk.Pending);
    }

    [Fact]
    public void An_edited_text_is_the_users_own_but_its_checks_still_need_trust()
    {
        var step = Run("mine", "make", step => step.WithChecks(Check("curl evil")));
        var talk = MachineDriver.For(Slide("One", step));
        talk.Untrusted = [new(CommandPurpose.Step, "mine", Make.Script("make"))];
        talk.Reload(Slide("One", step)).Send(new PlayerInput.EditAndRun("mine", "ls"));
        Assert.Single(talk.Pending);
        talk.End();

        talk.Untrusted = [new(CommandPurpose.Check, "mine", Make.Script("curl evil"))];
        talk.Reload(Slide("One", step)).Send(new PlayerInput.EditAndRun("mine", "ls"));
        Assert.Empty(talk.Pending);
    }
}
