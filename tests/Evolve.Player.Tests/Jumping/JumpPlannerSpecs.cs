using System.Collections.Immutable;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Tests.Jumping;

/// <summary>What a jump would do, before anything runs.</summary>
public class JumpPlannerSpecs
{
    /// <summary>Two chapters: build, look (changes nothing) and start; then sign (an exercise), move and a step without an undo.</summary>
    private static readonly Scenario Talk = Make.Scenario(
        Chapter("One", Make.Run("build", "a=build", step => step.UndoneBy("a=")), Make.Run("look", "true", step => step.UndoneBy("true").Needing("build"))),
        Make.Slide("Still one", Make.Run("start", "b=start", step => step.UndoneBy("b=").Needing("build"))) with { Blocks = [] },
        Chapter("Two", Exercise("sign"), Make.Run("move", "b=move", step => step.UndoneBy("b=start").Needing("start"))),
        Make.Slide("The end", Make.Run("odd", "echo hi")) with { Blocks = [] });

    [Fact]
    public void A_jump_ahead_does_every_earlier_step_that_changes_something() =>
        Assert.Equal(["Run build", "Run start", "Solve sign"], Actions(new JumpGoal.Step("move")));

    [Fact]
    public void A_step_that_changes_nothing_is_done_when_the_target_needs_it()
    {
        var talk = Make.Scenario(Make.Slide(
            "One",
            Make.Run("look", "true", step => step.UndoneBy("true")),
            Make.Run("glance", "true", step => step.UndoneBy("true")),
            Make.Run("go", "a=go", step => step.UndoneBy("a=").Needing("look"))));
        Assert.Equal(["Run look"], Actions(new JumpGoal.Step("go"), talk));
    }

    [Fact]
    public void A_jump_back_takes_back_what_is_behind_it_the_youngest_first() =>
        Assert.Equal(["Undo move", "Undo sign"], Actions(new JumpGoal.Step("sign"), Talk, "build", "start", "sign", "move"));

    [Fact]
    public void What_needs_another_goes_before_it_even_when_that_was_run_again_later() =>
        Assert.Equal(["Undo move", "Undo start"], Actions(new JumpGoal.Step("start"), Talk, "build", "move", "start"));

    [Fact]
    public void A_step_that_was_run_ahead_of_its_place_is_taken_back_and_what_is_missing_is_done() =>
        Assert.Equal(["Undo move", "Run build"], Actions(new JumpGoal.Step("start"), Talk, "move"));

    [Fact]
    public void A_step_that_changes_nothing_is_forgotten_at_once()
    {
        var plan = Plan(new JumpGoal.Step("look"), Talk, "build", "look");
        Assert.Equal("Forget look", Assert.Single(plan.Actions.Select(Text)));
        Assert.True(plan.IsImmediate);
    }

    [Fact]
    public void Where_nothing_has_to_run_one_is_at_once() =>
        Assert.True(Plan(new JumpGoal.Step("start"), Talk, "build") is { IsImmediate: true, Actions.IsEmpty: true });

    [Fact]
    public void A_slide_is_reached_with_all_that_is_before_it() =>
        Assert.Equal(["Run build", "Run start"], Actions(new JumpGoal.Slide(2)));

    [Fact]
    public void What_was_left_out_on_purpose_stays_left_out_unless_it_is_needed()
    {
        var state = With(Talk, ("sign", StepStatus.Skipped), ("build", StepStatus.Skipped));
        Assert.Equal(["Run build", "Run start"], JumpPlanner.Plan(state, new JumpGoal.Step("move")).Actions.Select(Text));
    }

    [Fact]
    public void Without_an_undo_there_is_no_way_back_and_the_step_is_named()
    {
        var plan = Plan(new JumpGoal.Start(), Talk, "build", "odd");
        Assert.Equal("odd cannot be taken back, for it has no undo: write one ({.undo of=odd}, only `true` if it changes nothing), or leave it as it is.", plan.Obstacle);
    }

    [Fact]
    public void An_undo_takes_back_first_what_needs_the_step() =>
        Assert.Equal(["Undo move", "Undo start", "Forget look", "Undo build"], Actions(new JumpGoal.Undo("build"), Talk, "build", "look", "start", "move"));

    [Fact]
    public void There_is_nothing_to_take_back_of_a_step_that_is_not_done() =>
        Assert.Equal("start is not done: there is nothing to take back.", Plan(new JumpGoal.Undo("start"), Talk, "build").Obstacle);

    [Fact]
    public void A_chapter_is_taken_back_from_any_of_its_slides_with_what_needs_it()
    {
        var plan = Plan(new JumpGoal.Chapter(1), Talk, "build", "start", "move");
        Assert.Equal(["Undo move", "Undo start", "Undo build"], plan.Actions.Select(Text));
        Assert.Equal(new JumpGoal.Chapter(0), plan.Goal);
        Assert.Equal(["Undo move"], Actions(new JumpGoal.Chapter(2), Talk, "build", "start", "move"));
    }

    [Fact]
    public void While_a_step_runs_nobody_sets_out() =>
        Assert.Equal("build is running: wait for its end, or stop it first.", JumpPlanner.Plan(With(Talk, ("build", StepStatus.Running)), new JumpGoal.Start()).Obstacle);

    [Fact]
    public void A_step_that_is_not_there_is_named() =>
        Assert.Equal("There is no step “tea” in this scenario.", Plan(new JumpGoal.Step("tea"), Talk).Obstacle);

    [Fact]
    public void Expected_times_are_those_of_the_last_time()
    {
        var state = With(Talk, ("move", StepStatus.Done)) with
        {
            Times = ImmutableDictionary<string, StepTimes>.Empty
                .Add("build", new(TimeSpan.FromSeconds(40)))
                .Add("move", new(TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(2))),
        };
        var plan = JumpPlanner.Plan(state, new JumpGoal.Step("move"));
        Assert.Equal(TimeSpan.FromSeconds(42), plan.Expected);
        Assert.Equal(2, plan.Untimed);
    }

    [Fact]
    public void Where_nothing_was_measured_the_recording_counts_and_else_what_the_slide_plans()
    {
        var slides = Talk.Slides.SetItem(2, Talk.Slides[2] with { Notes = ["1:00. Sign, and move."] });
        var state = With(Talk with { Slides = slides }) with
        {
            Times = ImmutableDictionary<string, StepTimes>.Empty.Add("build", new(TimeSpan.FromSeconds(40))),
            Recorded = ImmutableDictionary<string, TimeSpan>.Empty.Add("build", TimeSpan.FromSeconds(7)).Add("start", TimeSpan.FromSeconds(3)),
        };
        var plan = JumpPlanner.Plan(state, new JumpGoal.Step("odd"));
        Assert.Equal(
            [
                new("build", 40, TimeSource.Measured), new("start", 3, TimeSource.Recorded),
                new("sign", 30, TimeSource.Planned), new("move", 30, TimeSource.Planned),
            ],
            plan.Actions.Select(action => (action.StepId, (int)action.Expected!.Value.TotalSeconds, action.Source)));
        Assert.Equal((TimeSpan.FromSeconds(43), TimeSpan.FromSeconds(60), 0), (plan.Expected, plan.Planned, plan.Untimed));
    }

    [Fact]
    public void What_was_replayed_was_not_measured()
    {
        var recording = new StepRecording("/r/build.cast", new RecordedStep("build", "d", "a machine", TimeSpan.FromSeconds(7)), null);
        var talk = new MachineDriver(Talk, recordings: [recording], replayReason: "No engine.").Send(new PlayerInput.Replay("build")).End();
        Assert.Equal(StepStatus.Replayed, talk["build"].Status);
        Assert.Empty(talk.State.Times);
        Assert.Equal(TimeSpan.FromSeconds(7), talk.State.Recorded["build"]);
    }

    private static IEnumerable<string> Actions(JumpGoal goal, Scenario? talk = null, params string[] done) => Plan(goal, talk ?? Talk, done).Actions.Select(Text);

    private static JumpPlan Plan(JumpGoal goal, Scenario talk, params string[] done) =>
        JumpPlanner.Plan(With(talk, [.. done.Select(id => (id, StepStatus.Done))]), goal);

    private static PlayerState With(Scenario talk, params (string Id, StepStatus Status)[] steps) => new MachineDriver(talk).State with
    {
        Steps = steps.Select((step, i) => (step.Id, State: new StepState(step.Status, 1) { Completion = i + 1 })).ToImmutableDictionary(step => step.Id, step => step.State),
    };

    private static string Text(JumpAction action) => $"{action.Kind} {action.StepId}";

    private static Slide Chapter(string title, params Stop[] stops) => Make.Slide(title, stops) with { Chapter = title };

    private static StepStop Exercise(string id) => new(Make.Exercise(id, "c=signed").Step.UndoneBy("c="));
}
