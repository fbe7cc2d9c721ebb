using Evolve.Lamp.Deployment;
using Evolve.Lamp.Traffic;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Player.Tests.Support;
using Evolve.Player.Verifying;
using Evolve.Player.Running;
using Evolve.Scenarios.Model;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Recordings;

/// <summary>Recorded for real, then replayed by a player whose commands would fail.</summary>
public sealed class ReplayPlayerSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("evolve-replay-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task What_was_recorded_is_seen_again_and_marked()
    {
        var shelf = await RecordAsync(Run("hello", "printf 'hello, \\033[1mroom\\033[0m'; sleep 0.2; echo; echo bye"));
        await using var stage = Stage.For(options => options with { Recordings = shelf, ReplayReason = "There is no engine." }, Run("hello", "exit 1"));
        stage.Player.Forward();
        var known = await stage.Ended("hello");

        Assert.Equal(StepStatus.Replayed, known.Status);
        Assert.Equal(shelf.Find("hello")!.Step.Elapsed, known.Elapsed);
        Assert.Contains("Recorded on ", stage.Text(), StringComparison.Ordinal);
        Assert.Contains("hello, room\nbye", stage.Text(), StringComparison.Ordinal);
        Assert.Contains("2 CPUs", stage.Player.Panes.Find("run")!.Recorded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_pane_is_no_recording_any_more_when_a_step_runs_in_it()
    {
        var shelf = await RecordAsync(Run("a", "echo recorded"));
        await using var replayed = new ReplayedDeployment(null);
        using var traffic = new ReplayedTraffic(null);
        await using var stage = Stage.For(
            options => options with { Recordings = shelf, Replayed = replayed, ReplayedTraffic = traffic }, Run("a", "echo live"), Run("b", "echo live"));
        stage.Player.Replay("a");
        await stage.Ended("a");
        replayed.Show(new DeploymentSnapshot(EngineState.Connected, [], "evolve", 8080));
        traffic.Show(new TrafficSnapshot { Rate = 5 });
        Assert.True(replayed.IsRecorded);
        Assert.True(traffic is { Exists: true, IsRecorded: true, Current.Rate: 5 });

        await stage.Run("b");
        Assert.Null(stage.Player.Panes.Find("run")!.Recorded);
        Assert.False(replayed.IsRecorded);
        Assert.False(traffic.Exists);
    }

    [Fact]
    public void Traffic_that_really_flows_is_not_hidden_by_a_recording()
    {
        var live = new FakeTraffic();
        using var traffic = new ReplayedTraffic(live);
        traffic.Show(new TrafficSnapshot { Rate = 5 });
        Assert.True(traffic is { IsRecorded: true, Current.Rate: 5 });
        live.Start();
        Assert.Equal((false, live.Current), (traffic.IsRecorded, traffic.Current));
    }

    [Fact]
    public async Task A_recording_that_was_damaged_fails_its_step_with_the_place()
    {
        var shelf = await RecordAsync(Run("a", "echo one; sleep 0.1; echo two"));
        var path = shelf.Find("a")!.Path;
        await File.WriteAllLinesAsync(path, (await File.ReadAllLinesAsync(path)).Take(2).Append("[oops"));
        await using var stage = Stage.For(options => options with { Recordings = shelf }, Run("a"));
        stage.Player.Replay("a");

        var known = await stage.Ended("a");
        Assert.Equal(StepStatus.Failed, known.Status);
        Assert.Contains("a.cast:3: ", known.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_can_be_stopped_and_leaves_its_pane()
    {
        var shelf = await RecordAsync(Run("slow", "echo one; sleep 1; echo two"));
        await using var stage = Stage.For(options => options with { Recordings = shelf }, Run("slow"));
        stage.Player.Replays.Speed = 0.1;
        stage.Player.Replay("slow");
        await stage.Shows("one");
        stage.Player.Cancel("slow");

        Assert.Equal(StepStatus.Cancelled, (await stage.Ended("slow")).Status);
        await stage.Free();
    }

    [Fact]
    public async Task Recordings_of_an_older_text_are_found()
    {
        var shelf = await RecordAsync(Run("a", "echo a"), Run("b", "echo b"), Run("gone", "echo gone"));
        var scenario = Scenario(Slide("One", Run("a", "echo a"), Run("b", "echo other"), Run("new", "echo c")));
        Assert.Equal(
            [
                "/talks/talk.md:7: warning: the recording of b is of an older text of it: type record",
                "/talks/talk.md:7: warning: new has no recording: type record",
                $"{shelf.Find("gone")!.Path}:1: warning: gone is no step of /talks/talk.md, so this recording is never played.",
            ],
            RecordingReview.Of(scenario, shelf, "record").AsEnumerable());
        Assert.Empty(RecordingReview.Of(scenario, RecordingShelf.Open(Path.Combine(_root, "nothing")), "record"));
    }

    [Fact]
    public async Task A_background_step_is_recorded_until_it_is_ready_and_an_exercise_by_its_solution()
    {
        var shelf = await RecordAsync(
            Run("serve", "echo ready; sleep 60", step => step with { IsBackground = true, Pane = "serve", Expect = new("ready") }),
            new StepStop(Step("write", StepKind.Exercise, "# do it") with { Solve = Script("touch done; echo solved"), Checks = [Check("test -e done")] }));

        Assert.True(shelf.Find("serve")!.Step.RunsOn);
        Assert.Null(shelf.Find("serve")!.Step.Exit);
        Assert.Contains("solved", await File.ReadAllTextAsync(shelf.Find("write")!.Path), StringComparison.Ordinal);
    }

    private Task<RecordingShelf> RecordAsync(params Stop[] stops) => Recorded.ShelfAsync(_root, stops);
}
