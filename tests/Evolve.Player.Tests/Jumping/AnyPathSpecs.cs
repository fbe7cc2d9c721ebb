using CsCheck;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Player.Progress;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Tests.Jumping;

/// <summary>
/// Whatever path of jumps, undos, failures and restarts leads to a step of whatever scenario, the world is the one that
/// walking straight there would have found.
/// </summary>
public class AnyPathSpecs
{
    private enum Event
    {
        Jump,
        Undo,
        StartOver,
        FailingJump,
        Restart,
        RunHere,
    }

    private static readonly Gen<Scenario> Talks = Gen.Select(
        Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[0, 3], Gen.Bool, (slot, kind, extra, hasCheck) => (slot, kind, extra, hasCheck)).Array[2, 14].Select(Talk);

    private static readonly Gen<(Event What, int Place)[]> Paths = Gen.Select(Gen.Enum<Event>(), Gen.Int[0, 20]).Array[0, 12];

    [Fact]
    public void Any_path_ends_in_the_world_of_walking_straight() => Gen.Select(Talks, Paths, Gen.Int[0, 20]).Sample(
        (talk, path, last) =>
        {
            var world = new ModelWorld();
            var driver = new MachineDriver(talk);
            foreach (var (what, place) in path)
            {
                driver = Take(what, talk.Steps[place % talk.Steps.Length], world, driver, talk);
            }

            var target = talk.Steps[last % talk.Steps.Length];
            driver.Send(new PlayerInput.SetOut(new JumpGoal.Step(target.Id)));
            world.Settle(driver);
            Assert.Null(driver.State.Journey);
            Assert.Equal(Straight(talk, target), world.Picture);
            Assert.Contains(target.Id, driver.State.Slide.Steps.Select(step => step.Id));
        },
        iter: 3000,
        print: found => $"{string.Join('\n', found.Item1.Steps.Select(Describe))}\nby {string.Join(", ", found.Item2)} to {found.Item3 % found.Item1.Steps.Length}");

    private static string Describe(Step step) =>
        $"{step.Id}: {step.Kind} {step.Script.Text} solve={step.Solve?.Text} undo={step.Undo!.Text} needs={string.Join(',', step.Needs)} checks={step.Checks.Length}{(step.IsBackground ? " background" : "")}";

    private static MachineDriver Take(Event what, Step step, ModelWorld world, MachineDriver driver, Scenario talk)
    {
        switch (what)
        {
            case Event.Restart:
                // What the file keeps, and nothing else.
                var kept = SavedProgress.Of(driver.State, []);
                world.EndBackground();
                driver = new MachineDriver(talk);
                driver.Send(new PlayerInput.Resume(kept));
                break;
            case Event.FailingJump:
                var left = 2;
                world.Fails = () => left-- == 0;
                driver.Send(new PlayerInput.SetOut(new JumpGoal.Step(step.Id)));
                break;
            case Event.Undo:
                driver.Send(new PlayerInput.SetOut(new JumpGoal.Undo(step.Id)));
                break;
            case Event.StartOver:
                driver.Send(new PlayerInput.SetOut(new JumpGoal.Start()));
                break;
            case Event.RunHere when driver[step.Id].IsDone:
                // Who runs a step again after another has taken it further has another world.
                break;
            case Event.RunHere:
                driver.Send(step.Kind == StepKind.Exercise ? new PlayerInput.Solve(step.Id) : new PlayerInput.Run(step.Id));
                break;
            default:
                driver.Send(new PlayerInput.SetOut(new JumpGoal.Step(step.Id)));
                break;
        }

        world.Settle(driver);
        world.Fails = () => false;
        return driver;
    }

    private static string Straight(Scenario talk, Step target)
    {
        var world = new ModelWorld();
        var driver = new MachineDriver(talk);
        foreach (var step in talk.Steps.TakeWhile(step => step.Id != target.Id))
        {
            driver.Send(step.Kind == StepKind.Exercise ? new PlayerInput.Solve(step.Id) : new PlayerInput.Run(step.Id));
            world.Settle(driver);
            Assert.True(driver[step.Id].IsDone, driver.State.Notice?.Sentence ?? driver[step.Id].Reason);
        }

        return world.Picture;
    }

    /// <summary>
    /// Each step fills a slot and needs who filled it before, as a cut-over needs the one before it; kind 0 to 2 changes
    /// nothing, 3 runs in the background, 4 is an exercise. Some need another earlier step, too. Who takes another further
    /// has a check; who only makes something new may have none.
    /// </summary>
    private static Scenario Talk((int Slot, int Kind, int Extra, bool HasCheck)[] steps)
    {
        var owners = new Dictionary<int, string>();
        var stops = new List<StepStop>();
        for (var i = 0; i < steps.Length; i++)
        {
            var (slot, kind, extra, hasCheck) = steps[i];
            var id = $"step-{i}";
            var needs = new HashSet<string>();
            if (i > 0 && extra > 0)
            {
                needs.Add(stops[Math.Max(0, i - (extra * 2))].Step.Id);
            }

            if (kind <= 2)
            {
                stops.Add(Make.Run(id, "true", step => step.UndoneBy("true").Needing([.. needs])));
                continue;
            }

            if (kind == 3)
            {
                stops.Add(Make.Run(id, "true", step => step.UndoneBy($"log-{i}=").Needing([.. needs]).InPane(id) with { IsBackground = true }));
                continue;
            }

            var before = owners.GetValueOrDefault(slot, "");
            if (before.Length > 0)
            {
                needs.Add(before);
            }

            owners[slot] = id;
            var (fill, restore, check) = ($"slot-{slot}={id}", $"slot-{slot}={before}", Make.Check($"slot-{slot}=={id}"));
            stops.Add(kind == 4
                ? new StepStop(Make.Exercise(id, fill).Step.UndoneBy(restore).Needing([.. needs]).WithChecks(check))
                : Make.Run(id, fill, step => hasCheck || before.Length > 0
                    ? step.UndoneBy(restore).Needing([.. needs]).WithChecks(check)
                    : step.UndoneBy(restore).Needing([.. needs])));
        }

        return Make.Scenario([.. stops.Select(stop => Make.Slide(stop.Step.Id, stop))]);
    }
}
