using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Exercises;

public sealed class ExerciseSpecs
{
    [Fact]
    public void Hints_come_one_by_one_and_then_no_more()
    {
        var talk = Begin();
        talk.Send(new PlayerInput.ShowHint("task"));
        Assert.Equal(1, talk.State.Workshop.StateOf("task").HintsShown);
        talk.Send(new PlayerInput.ShowHint("task")).Send(new PlayerInput.ShowHint("task"));

        Assert.Equal(2, talk.State.Workshop.StateOf("task").HintsShown);
        Assert.Equal("All 2 hints for task are on the slide.", talk.State.Notice?.Sentence);
    }

    [Fact]
    public void In_a_workshop_the_solution_comes_after_the_hints()
    {
        var talk = Begin();
        talk.Send(new PlayerInput.Solve("task"));
        Assert.Empty(talk.Pending);
        Assert.Equal("The hints come first: 0 of 2 are on the slide.", talk.State.Notice?.Sentence);

        talk.Send(new PlayerInput.ShowHint("task")).Send(new PlayerInput.ShowHint("task")).Send(new PlayerInput.Solve("task"));
        Assert.Equal("make it", Assert.Single(talk.Pending).Script?.Text);
    }

    [Fact]
    public void In_a_talk_the_solution_needs_no_hints()
    {
        var talk = MachineDriver.For(Slide("One", Exercise("task", "make it", "first")));
        talk.Send(new PlayerInput.Solve("task"));
        Assert.Equal("make it", Assert.Single(talk.Pending).Script?.Text);
    }

    [Fact]
    public void A_look_that_finds_it_undone_is_no_failure_and_opens_nothing()
    {
        var talk = Begin().Send(new PlayerInput.Look(null, IsAsked: false));
        Assert.Equal("task", talk.State.Workshop.LookedAt);
        talk.End(OutcomeKind.Failed, "Expected a file, found none.");

        Assert.Equal(StepStatus.Waiting, talk["task"].Status);
        Assert.Equal(0, talk["task"].Failures);
        Assert.Equal("Expected a file, found none.", talk.State.Workshop.StateOf("task").NotYet);
        Assert.Null(talk.State.Workshop.LookedAt);
        Assert.Null(talk.State.Notice);
        Assert.Equal(ForwardKind.Check, talk.Next);
    }

    [Fact]
    public void What_a_look_finds_done_has_its_place_in_the_order_of_taking_back()
    {
        var talk = MachineDriver.For(Slide(
            "One", Run("before", "a", step => step.UndoneBy("b")), new StepStop(Exercise("task").Step.UndoneBy("c"))));
        talk.Run("before").End().Send(new PlayerInput.Look(null, IsAsked: true)).End();
        Assert.Equal(["task", "before"], JumpPlanner.Plan(talk.State, new JumpGoal.Start()).Actions.Select(action => action.StepId));
    }

    [Fact]
    public void A_look_that_finds_it_done_settles_it_as_ones_own_work()
    {
        var talk = Begin().Send(new PlayerInput.Look(null, IsAsked: false)).End(OutcomeKind.Failed, "Not yet.");
        talk.Wait(90_000).Send(new PlayerInput.Look(null, IsAsked: false)).End();

        var known = talk.State.Workshop.StateOf("task");
        Assert.Equal(StepStatus.Done, talk["task"].Status);
        Assert.False(talk["task"].IsSolved);
        Assert.Null(known.NotYet);
        Assert.Equal(TimeSpan.FromSeconds(90), known.Ended - known.Began);
    }

    [Fact]
    public void A_look_that_somebody_asked_for_is_answered()
    {
        var talk = Begin().Send(new PlayerInput.Look(null, IsAsked: true)).End(OutcomeKind.Failed, "Not yet.");
        Assert.Equal("Not yet: its card says why.", talk.State.Notice?.Sentence);
        talk.Send(new PlayerInput.Look(null, IsAsked: true)).End();
        Assert.Equal("task is done.", talk.State.Notice?.Sentence);
    }

    [Fact]
    public void Nothing_is_looked_at_while_anything_else_is_at_work()
    {
        var talk = MachineDriver.Workshop(Slide("One", Exercise("task", "make it"), Run("other")));
        talk.Run("other").Send(new PlayerInput.Look(null, IsAsked: false));
        Assert.Equal("other", Assert.Single(talk.Pending).Step.Id);

        talk.End().Send(new PlayerInput.Look(null, IsAsked: false)).Send(new PlayerInput.Look(null, IsAsked: false));
        Assert.Equal("task", Assert.Single(talk.Pending).Step.Id);
    }

    [Fact]
    public void Forward_goes_on_with_a_look_that_is_under_way()
    {
        var talk = Begin().Send(new PlayerInput.Look(null, IsAsked: false)).Forward();
        Assert.Single(talk.Pending);
        Assert.Equal(StepStatus.Checking, talk["task"].Status);

        talk.End(OutcomeKind.Failed, "Expected a file, found none.");
        Assert.Equal(StepStatus.Failed, talk["task"].Status);
        Assert.Equal(ForwardKind.Choose, talk.Next);
    }

    [Fact]
    public void A_look_that_ends_while_the_solution_runs_changes_nothing()
    {
        var talk = Begin().Send(new PlayerInput.ShowHint("task")).Send(new PlayerInput.ShowHint("task"));
        talk.Send(new PlayerInput.Look(null, IsAsked: false)).Send(new PlayerInput.Solve("task")).End(index: 0);
        Assert.Equal(StepStatus.Running, talk["task"].Status);
        talk.End();
        Assert.True(talk["task"].IsSolved);
    }

    [Fact]
    public void What_was_done_and_is_undone_is_seen_when_somebody_asks()
    {
        var talk = Begin().Send(new PlayerInput.Look(null, IsAsked: true)).End();
        talk.Send(new PlayerInput.Look(null, IsAsked: false));
        Assert.Empty(talk.Pending);
        talk.Send(new PlayerInput.Look(null, IsAsked: true)).End(OutcomeKind.Failed, "It is gone.");
        Assert.Equal(StepStatus.Waiting, talk["task"].Status);
    }

    [Fact]
    public void An_exercise_whose_commands_nobody_agreed_to_is_not_looked_at()
    {
        var talk = Begin();
        var task = talk.State.Slide.Steps.Single();
        talk = new MachineDriver(talk.State.Scenario, isWorkshop: true)
        {
            Untrusted = [new(Evolve.Scenarios.Commands.CommandPurpose.Check, "task", task.Checks[0].Script)],
        };
        talk.Send(new PlayerInput.Reload(new(talk.State.Scenario, []))).Send(new PlayerInput.Look(null, IsAsked: false));
        Assert.Empty(talk.Pending);
    }

    [Fact]
    public void Forward_alone_leads_through_the_hints_to_the_solution_and_on()
    {
        var talk = Begin();
        var safe = new List<ChoiceKind>();
        for (var presses = 0; presses < 40 && talk.Next != ForwardKind.End; presses++)
        {
            talk.Forward();
            if (talk.State.Choice is { } choice)
            {
                safe.Add(choice.Safe);
                Assert.Equal(choice.Safe != ChoiceKind.Hint, choice.Offers.Contains(ChoiceKind.Solve));
            }

            if (talk.Pending is [var run])
            {
                talk.End(run.Script is null ? OutcomeKind.Failed : OutcomeKind.Succeeded, run.Script is null ? "Not yet." : null);
            }
        }

        Assert.Equal(ForwardKind.End, talk.Next);
        Assert.Equal([ChoiceKind.Hint, ChoiceKind.Hint, ChoiceKind.Solve], safe);
        Assert.True(talk["task"].IsSolved);
    }

    [Fact]
    public void A_saved_edit_of_the_text_keeps_hints_and_times()
    {
        var talk = Begin().Send(new PlayerInput.ShowHint("task"));
        talk.Reload(Slide("Another title", Exercise("task", "make it", "first", "second", "third")), Slide("End"));
        Assert.Equal(1, talk.State.Workshop.StateOf("task").HintsShown);
        Assert.NotNull(talk.State.Workshop.StateOf("task").Began);
    }

    private static MachineDriver Begin() =>
        MachineDriver.Workshop(Slide("One", Exercise("task", "make it", "first", "second")), Slide("End")).Send(new PlayerInput.GoToSlide(0));
}
