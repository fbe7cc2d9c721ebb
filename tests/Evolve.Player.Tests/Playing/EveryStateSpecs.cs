using System.Text;
using CsCheck;
using Evolve.Player.Playing;
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

    private static readonly (string Name, PlayerInput Input)[] Inputs =
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
        ("reload", new PlayerInput.Reload(new ReadResult(Scenario(Slides), []))),
        ("reload broken", new PlayerInput.Reload(new ReadResult(null, [new(new("talk.md", 1, 1), "Broken.")]))),
        ("tick", new PlayerInput.TypingTick()),
        ("checking began", new PlayerInput.CheckingBegan(1)),
        ("run ended well", new PlayerInput.RunEnded(1, new(OutcomeKind.Succeeded, TimeSpan.FromSeconds(2)))),
        ("run failed", new PlayerInput.RunEnded(1, new(OutcomeKind.Failed, TimeSpan.FromSeconds(2), "It broke."))),
        ("background ended", new PlayerInput.BackgroundEnded(3, "serve ended.")),
    ];

    [Fact]
    public async Task Every_input_has_a_defined_outcome_in_every_state()
    {
        var text = new StringBuilder();
        foreach (var (state, make) in States)
        {
            text.Append(state).Append(": ").AppendLine(make().State.Next.Words);
            foreach (var (name, input) in Inputs)
            {
                var before = make();
                var was = before.State;
                var now = before.Wait(1000).Send(input);
                text.Append("  ").Append(name.PadRight(17)).AppendLine(Difference(was, now));
            }
        }

        await Verifier.Verify(text.ToString());
    }

    [Fact]
    public void Whatever_was_pressed_forward_alone_leads_to_the_end()
    {
        var press = Gen.Int[0, Inputs.Length - 1];
        var fate = Gen.Int[0, 4].Select(i => (OutcomeKind)i);
        Gen.Select(press.Array[0, 40], fate.Array[1, 30]).Sample((presses, fates) =>
        {
            var talk = MachineDriver.For(Slides);
            var next = 0;
            foreach (var index in presses)
            {
                // Runs end by the fates below, under their own numbers.
                if (Inputs[index].Input is not (PlayerInput.RunEnded or PlayerInput.BackgroundEnded or PlayerInput.CheckingBegan))
                {
                    talk.Wait(1000).Send(Inputs[index].Input);
                }

                if (talk.Pending.Count > 0 && index % 3 == 0)
                {
                    EndOne();
                }
            }

            var left = 60;
            while (talk.Next != ForwardKind.End && left-- > 0)
            {
                talk.Forward();
                while (talk.Pending.Count > 0)
                {
                    EndOne();
                }
            }

            return talk.Next == ForwardKind.End;

            void EndOne()
            {
                var kind = fates[next++ % fates.Length];
                talk.End(kind, runsOn: kind == OutcomeKind.Succeeded && talk.Pending[0].Step.IsBackground);
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

    private static string Difference(PlayerState was, MachineDriver talk)
    {
        var now = talk.State;
        var parts = new List<string>();
        if (was.SlideIndex != now.SlideIndex || was.Reveal != now.Reveal)
        {
            parts.Add($"slide {was.SlideIndex + 1}/{was.Reveal} -> {now.SlideIndex + 1}/{now.Reveal}");
        }

        foreach (var step in now.Scenario.Steps)
        {
            var (before, after) = (was.StateOf(step.Id), now.StateOf(step.Id));
            if (before != after)
            {
                parts.Add($"{step.Id} {before.Status} -> {after.Status}{(after.IsEdited ? " edited" : "")}{(before.RunsOn != after.RunsOn ? after.RunsOn ? " runs on" : " is over" : "")}");
            }
        }

        if (was.Choice is null != now.Choice is null)
        {
            parts.Add(now.Choice is { } choice ? $"choice open, safe: {choice.Safe}" : "choice closed");
        }

        if (was.Banner != now.Banner)
        {
            parts.Add("banner");
        }

        parts.AddRange(talk.Effects.Select(effect => $"effect {effect.GetType().Name}"));
        if (now.Notice is { } notice && notice != was.Notice)
        {
            parts.Add($"says “{notice.Sentence}”");
        }

        if (was.Next.Words != now.Next.Words)
        {
            parts.Add($"next: {now.Next.Words}");
        }

        return parts.Count == 0 ? "nothing" : string.Join("; ", parts);
    }
}
