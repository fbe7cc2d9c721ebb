using System.Text;
using CsCheck;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Player.Progress;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Testing;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Playing;

public sealed class EveryStateSpecs
{
    private static readonly Slide[] Slides =
    [
        Slide("One", Pause(1)),
        Slide("Two", Run("work", "make"), Make.Type("typed", "ls"), Run("serve", "nc -l", step => step with { IsBackground = true, Pane = "serve" })),
        Slide("Three"),
    ];

    private static readonly (string Name, Func<MachineDriver> Make)[] States =
    [
        ("a pause ahead", () => MachineDriver.For(Slides)),
        ("waiting", AtTwo),
        ("running", () => AtTwo().Forward()),
        ("checking", () => AtTwo().Forward().Send(new PlayerInput.CheckingBegan(1))),
        ("failed", () => AtTwo().Forward().End(OutcomeKind.Failed)),
        ("failed again", () => AtTwo().Forward().End(OutcomeKind.Failed).Run("work").End(OutcomeKind.Failed)),
        ("timed out", () => AtTwo().Forward().End(OutcomeKind.TimedOut)),
        ("cancelled", () => AtTwo().Forward().End(OutcomeKind.Cancelled)),
        ("refused", () => AtTwo(busy: "run").Forward()),
        ("choice open", () => AtTwo().Forward().End(OutcomeKind.Failed).Forward()),
        ("skipped", () => AtTwo().Send(new PlayerInput.Skip("work"))),
        ("done, typed next", () => AtTwo().Forward().End()),
        ("typing", () => AtTwo().Forward().End().Forward()),
        ("typed", () => AtTwo().Forward().End().Forward().Forward()),
        ("background at work", () => AtBackground()),
        ("background runs on", () => AtBackground().End(runsOn: true)),
        ("all done", () => AtBackground().End(runsOn: true).Send(new PlayerInput.BackgroundEnded(3, "serve ended."))),
        ("end", () => MachineDriver.For(Slides).Send(new PlayerInput.GoToSlide(2))),
    ];

    /// <summary>What can be taken back, jumped over, replayed, looked at and answered.</summary>
    private static readonly Slide[] Journeys =
    [
        Slide(
            "One",
            Run("work", "make", step => step.UndoneBy("make clean")),
            Run("typed", "ls", step => step.UndoneBy("rm list").Needing("work").WithChecks(Check("test -e list")))),
        Slide(
            "Two",
            Run("serve", "nc -l", step => step.UndoneBy("true") with { IsBackground = true, Pane = "serve" }),
            Exercise("task", "touch task", "Look.", "Touch it."),
            Quiz("quiz", false, true)),
        Slide("Three"),
    ];

    private static readonly (string Name, Func<MachineDriver> Make)[] JourneyStates =
    [
        ("untouched", () => Journey()),
        ("one done", () => Journey().Run("work").End()),
        ("both done", () => BothDone()),
        ("replaying", () => Journey().Send(new PlayerInput.Replay("work"))),
        ("replayed", () => Journey().Send(new PlayerInput.Replay("work")).End()),
        ("offline", () => Journey("There is no engine.")),
        ("offline, replayed", () => Journey("There is no engine.").Forward().End()),
        ("an undo at work", () => BothDone().Send(new PlayerInput.SetOut(new JumpGoal.Undo("work")))),
        ("an undo at its end", () => BothDone().Send(new PlayerInput.SetOut(new JumpGoal.Undo("work"))).Send(new PlayerInput.Cancel(null))),
        ("an undo that failed", () => BothDone().Send(new PlayerInput.SetOut(new JumpGoal.Undo("work"))).End(OutcomeKind.Failed)),
        ("a jump at work", () => Journey().Send(new PlayerInput.SetOut(new JumpGoal.Step("serve")))),
        ("a jump at its end", () => Journey().Send(new PlayerInput.SetOut(new JumpGoal.Step("serve"))).Send(new PlayerInput.Cancel(null))),
        ("a jump that looks", () => Journey().Run("work").End().Send(new PlayerInput.SetOut(new JumpGoal.Step("serve")))),
        ("remembered", () => Journey().Send(new PlayerInput.Resume(SavedProgress.Of(BothDone().State, [])))),
        ("serving", () => AtExercise().Run("serve").End(runsOn: true)),
        ("no longer serving", () => AtExercise().Run("serve").End(runsOn: true).Send(new PlayerInput.SetOut(new JumpGoal.Undo("serve")))),
        ("an exercise open", () => AtExercise()),
        ("an exercise with a hint", () => AtExercise().Send(new PlayerInput.ShowHint("task"))),
        ("an exercise with all hints", () => AtExercise().Send(new PlayerInput.ShowHint("task")).Send(new PlayerInput.ShowHint("task"))),
        ("an exercise looked at", () => AtExercise().Send(new PlayerInput.Look(null, IsAsked: true))),
        ("an exercise not done yet", () => AtExercise().Send(new PlayerInput.Look(null, IsAsked: true)).End(OutcomeKind.Failed)),
        ("an exercise done", () => AtExercise().Send(new PlayerInput.Look(null, IsAsked: true)).End()),
        ("a workshop's exercise", () => AtExercise(isWorkshop: true)),
        ("a quiz open", () => AtQuiz()),
        ("a quiz wrong", () => AtQuiz().Send(new PlayerInput.Answer("quiz", 0))),
        ("a quiz right", () => AtQuiz().Send(new PlayerInput.Answer("quiz", 1))),
    ];

    private static (string Name, PlayerInput Input)[] Inputs(Slide[] slides) =>
    [
        ("forward", new PlayerInput.Forward()),
        ("back", new PlayerInput.Back()),
        ("go to slide 1", new PlayerInput.GoToSlide(0)),
        ("go to step", new PlayerInput.GoToStep("serve")),
        ("go to change", new PlayerInput.GoToChange()),
        ("run", new PlayerInput.Run("work")),
        ("edit and run", new PlayerInput.EditAndRun("work", "make -B")),
        ("edit to nothing", new PlayerInput.EditAndRun("work", " ")),
        ("solve", new PlayerInput.Solve("work")),
        ("retry", new PlayerInput.Retry(null)),
        ("skip", new PlayerInput.Skip(null)),
        ("cancel", new PlayerInput.Cancel(null)),
        ("open choice", new PlayerInput.OpenChoice(null)),
        ("close choice", new PlayerInput.CloseChoice()),
        ("trust", new PlayerInput.Trust()),
        ("reload", new PlayerInput.Reload(new ReadResult(Scenario(slides), []))),
        ("reload broken", new PlayerInput.Reload(new ReadResult(null, [new(new("talk.md", 1, 1), "Broken.")]))),
        ("tick", new PlayerInput.TypingTick()),
        ("checking began", new PlayerInput.CheckingBegan(1)),
        ("run ended well", new PlayerInput.RunEnded(1, new(OutcomeKind.Succeeded, TimeSpan.FromSeconds(2)))),
        ("run failed", new PlayerInput.RunEnded(1, new(OutcomeKind.Failed, TimeSpan.FromSeconds(2), "It broke."))),
        ("background ended", new PlayerInput.BackgroundEnded(3, "serve ended.")),
        ("undo", new PlayerInput.SetOut(new JumpGoal.Undo("work"))),
        ("undo chapter", new PlayerInput.SetOut(new JumpGoal.Chapter(1))),
        ("start over", new PlayerInput.SetOut(new JumpGoal.Start())),
        ("jump", new PlayerInput.SetOut(new JumpGoal.Step("serve"))),
        ("jump to slide 3", new PlayerInput.SetOut(new JumpGoal.Slide(2))),
        ("replay", new PlayerInput.Replay(null)),
        ("replay work", new PlayerInput.Replay("work")),
        ("hint", new PlayerInput.ShowHint("task")),
        ("check exercise", new PlayerInput.Look(null, IsAsked: true)),
        ("notice change", new PlayerInput.Look(null, IsAsked: false)),
        ("answer", new PlayerInput.Answer("quiz", 0)),
        ("answer too far", new PlayerInput.Answer("quiz", 9)),
        ("resume", new PlayerInput.Resume(SavedProgress.Of(new MachineDriver(Scenario(slides)).Run("work").End().State, []))),
        ("say", new PlayerInput.Say("The log is full.")),
        ("engine lost", new PlayerInput.EngineLost("The engine is gone.")),
        ("engine back", new PlayerInput.EngineBack()),
    ];

    [Fact]
    public async Task Every_input_has_a_defined_outcome_in_every_state()
    {
        var text = new StringBuilder();
        Try(text, States, Inputs(Slides));
        await Verifier.Verify(text.ToString());
    }

    [Fact]
    public async Task So_it_has_on_a_journey_in_a_replay_and_at_an_exercise()
    {
        var text = new StringBuilder();
        Try(text, JourneyStates, Inputs(Journeys));
        await Verifier.Verify(text.ToString());
    }

    private static void Try(StringBuilder text, (string Name, Func<MachineDriver> Make)[] states, (string Name, PlayerInput Input)[] inputs)
    {
        foreach (var (state, make) in states)
        {
            text.Append(state).Append(": ").AppendLine(make().State.Next.Words);
            foreach (var (name, input) in inputs)
            {
                var before = make();
                var was = before.State;
                var now = before.Wait(1000).Send(input);
                text.Append("  ").Append(name.PadRight(17)).AppendLine(StateDifference.Of(was, now));
            }
        }
    }

    [Fact]
    public void Whatever_was_pressed_forward_alone_leads_to_the_end() => Fuzz(Inputs(Slides), () => MachineDriver.For(Slides));

    [Fact]
    public void So_it_does_after_any_jumps_undos_replays_hints_and_answers()
    {
        Fuzz(Inputs(Journeys), () => Journey());
        Fuzz(Inputs(Journeys), () => Journey("There is no engine."));
        Fuzz(Inputs(Journeys), () => Journey(isWorkshop: true));
    }

    private static void Fuzz((string Name, PlayerInput Input)[] all, Func<MachineDriver> make)
    {
        // Runs end by the fates below, under their own numbers.
        var inputs = all.Select(pair => pair.Input)
            .Where(input => input is not (PlayerInput.RunEnded or PlayerInput.BackgroundEnded or PlayerInput.CheckingBegan))
            .ToArray();
        var press = Gen.Int[0, inputs.Length - 1];
        var fate = Gen.Int[0, 4].Select(i => (OutcomeKind)i);
        Gen.Select(press.Array[0, 40], fate.Array[1, 30]).Sample((presses, fates) =>
        {
            var talk = make();
            var next = 0;
            foreach (var index in presses)
            {
                Send(inputs[index]);
                if (talk.Pending.Count > 0 && index % 3 == 0)
                {
                    EndOne();
                }
            }

            var left = 90;
            while (talk.Next != ForwardKind.End && left-- > 0)
            {
                Send(new PlayerInput.Forward());
                while (talk.Pending.Count > 0)
                {
                    EndOne();
                }
            }

            Assert.Null(talk.State.Journey);
            return talk.Next == ForwardKind.End;

            void Send(PlayerInput input)
            {
                talk.Wait(1000).Send(input);
                Obey();
            }

            void EndOne()
            {
                var kind = fates[next++ % fates.Length];
                talk.End(kind, runsOn: kind == OutcomeKind.Succeeded && talk.Pending[0].Step.IsBackground);
                Obey();
            }

            // What is to be stopped ends, and so does what went on in the background.
            void Obey()
            {
                if (talk.State.Notice is { } notice)
                {
                    Assert.Matches("^[^\n]+[.?]$", notice.Sentence);
                }

                foreach (var stop in talk.Effects.OfType<PlayerEffect.Stop>().ToArray())
                {
                    var index = talk.Pending.FindIndex(run => run.Run == stop.Run);
                    _ = index >= 0
                        ? talk.End(OutcomeKind.Cancelled, index: index)
                        : talk.Send(new PlayerInput.BackgroundEnded(stop.Run, "serve ended."));
                    Obey();
                }
            }
        });
    }

    private static MachineDriver AtTwo() => AtTwo(null);

    private static MachineDriver AtTwo(string? busy)
    {
        var talk = MachineDriver.For(Slides).Forward().Forward();
        talk.BusyPane = busy;
        return talk;
    }

    private static MachineDriver AtBackground() => AtTwo().Forward().End().Forward().Forward().Forward().End().Forward();

    private static MachineDriver Journey(string? replayReason = null, bool isWorkshop = false) => new(
        Scenario(Journeys),
        isWorkshop,
        [new StepRecording("/recordings/work.cast", new RecordedStep("work", "digest", "a machine", TimeSpan.FromSeconds(3)), null)],
        replayReason);

    private static MachineDriver BothDone() => Journey().Run("work").End().Run("typed").End();

    private static MachineDriver AtExercise(bool isWorkshop = false) =>
        Journey(isWorkshop: isWorkshop).Send(new PlayerInput.GoToSlide(1)).Send(new PlayerInput.Skip("serve"));

    private static MachineDriver AtQuiz() => AtExercise().Send(new PlayerInput.Skip("task"));
}
