using Evolve.Lamp.Traffic;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Secrets;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;
using Evolve.Testing;

namespace Evolve.Player.Tests.Recordings;

/// <summary>What of traffic is in a recording.</summary>
public sealed class RecordedTrafficSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("evolve-recorded-traffic-").FullName;
    private readonly ManualTimeProvider _time = new();

    public RecordedTrafficSpecs() => Folder = Path.Combine(_root, "talk");

    private string Folder { get; }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Traffic_is_recorded_once_a_second_and_each_of_its_seconds_once()
    {
        var traffic = new FakeTraffic();
        using var recorder = Recorder();
        recorder.Follow(traffic);
        Succeed(Begin(recorder, "before"));
        var first = Begin(recorder, "first");
        for (var quarter = 1; quarter <= 20; quarter++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(250));
            traffic.Become(Flowing(quarter * 250));
        }

        Succeed(first);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        traffic.Become(Flowing(5100) with { Phase = TrafficPhase.Off, Problem = "token-7 is gone." });
        Succeed(Begin(recorder, "second"));
        recorder.Keep();

        var lines = File.ReadAllLines(Path.Combine(Folder, "run.jsonl")).Where(line => line.Contains("\"traffic\"", StringComparison.Ordinal)).ToList();
        Assert.Equal(6, lines.Count);
        Assert.All(lines, line => Assert.InRange(line.Length, 100, 320));
        var shelf = RecordingShelf.Open(Folder);
        Assert.Empty(shelf.MomentsOf("before"));
        var moments = shelf.MomentsOf("first");
        Assert.Equal([0.25, 1.25, 2.25, 3.25, 4.25, 5.1], moments.Select(moment => moment.At.TotalSeconds));
        Assert.Equal([0, 1, 2, 3, 4, 5], moments.Select(moment => moment.Traffic!.Figures.Recent.Length));
        var figures = moments[4].Traffic!.Figures;
        Assert.Equal(Flowing(4250) with { Recent = figures.Recent, Failures = figures.Failures }, figures);
        Assert.Equal(Flowing(4250).Failures.AsEnumerable(), figures.Failures);
        Assert.Equal(Flowing(4250).Recent[..4].AsEnumerable(), figures.Recent);
        var end = Assert.Single(shelf.MomentsOf("second")).Traffic!.Figures;
        Assert.Equal((TrafficPhase.Off, "••••• is gone.", 5), (end.Phase, end.Problem, end.Recent.Length));
    }

    [Fact]
    public void Traffic_that_begins_anew_leaves_the_seconds_of_the_one_before()
    {
        var traffic = new FakeTraffic();
        using var recorder = Recorder();
        recorder.Follow(traffic);
        var step = Begin(recorder, "a");
        foreach (var elapsed in new[] { 1500, 3000, 200, 1300 })
        {
            _time.Advance(TimeSpan.FromSeconds(1.1));
            traffic.Become(Flowing(elapsed));
        }

        Succeed(step);
        recorder.Keep();
        Assert.Equal([1, 3, 0, 1], RecordingShelf.Open(Folder).MomentsOf("a").Select(moment => moment.Traffic!.Figures.Recent.Length));
    }

    /// <summary>Traffic after some milliseconds: ten answers a second, and one failure in each.</summary>
    private static TrafficSnapshot Flowing(int milliseconds) => new()
    {
        Phase = TrafficPhase.Running,
        Elapsed = TimeSpan.FromMilliseconds(milliseconds),
        Rate = 9.8,
        Median = TimeSpan.FromMilliseconds(12.5),
        P99 = TimeSpan.FromMilliseconds(80),
        Longest = TimeSpan.FromMilliseconds(120.5),
        Waiting = 2,
        Counts = new(milliseconds / 125, milliseconds / 500, milliseconds / 1000, 0),
        Failures = [new("HTTP 503", 1 + (milliseconds / 1000))],
        Audit = new(milliseconds / 500, 0, 0, 0, milliseconds / 1000),
        Recent = [.. Enumerable.Range(0, 1 + (milliseconds / 1000)).Select(i => new TrafficSecond(10, 1, TimeSpan.FromMilliseconds(20 + i)))],
    };

    private RunRecorder Recorder() => new(Folder, "A talk", "x86-64, 2 CPUs", new SecretMask(["token-\\w+"]), _time);

    private static StepCast Begin(RunRecorder recorder, string id) => recorder.Begin(Make.Step(id, StepKind.Run, "true"), new(80, 24));

    private static void Succeed(StepCast cast)
    {
        cast.Ended(new(0, null));
        cast.End(new StepOutcome(OutcomeKind.Succeeded, TimeSpan.FromSeconds(1)));
    }
}
