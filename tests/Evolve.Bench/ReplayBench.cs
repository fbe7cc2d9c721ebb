using System.Diagnostics;
using System.Text;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Secrets;
using Evolve.Scenarios.Model;

namespace Evolve.Bench;

/// <summary>What recordings cost: to open a long one, to play one, and to make one.</summary>
internal static class ReplayBench
{
    public const string Open = "100 MB open";
    public const string Processor = "playing, processor";
    public const string Lateness = "playing, spread in time";
    public const string Cost = "recording, cost";
    public const string Ours = "ours";

    private const int OpenMegabytes = 100;
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(BenchOptions options, Action<Result> report)
    {
        var folder = Directory.CreateTempSubdirectory("evolve-bench-").FullName;
        try
        {
            report(new Result("replay", Open, Ours, TimeToOpen(folder).TotalMilliseconds, "ms"));

            // The first time costs what compiling the player does.
            await PlayAsync(folder, _ => { });
            await PlayAsync(folder, report);
            await CostAsync(folder, options.Megabytes, report);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>From the file's name to its first event.</summary>
    private static TimeSpan TimeToOpen(string folder)
    {
        var path = Path.Combine(folder, "long");
        using (var stream = File.Create(path))
        {
            var writer = new CastWriter(stream, new CastHeader(3, new(80, 24)));
            var line = new string('x', 1000);
            for (var at = TimeSpan.Zero; stream.Length < OpenMegabytes * 1_000_000L; at += s_pace)
            {
                writer.Write(new CastEvent(at, CastEventKind.Output, line));
            }
        }

        var watch = Stopwatch.StartNew();
        using var reader = CastReader.Open(path);
        return reader.TryRead(out _) ? watch.Elapsed : throw new InvalidOperationException("The recording is empty.");
    }

    /// <summary>A step that wrote a line forty times a second, as a build does.</summary>
    private static async Task PlayAsync(string folder, Action<Result> report)
    {
        var step = StepOf("busy", "true");
        var events = (int)(s_length / s_pace);
        using (var stream = File.Create(Path.Combine(folder, RecordingShelf.FileOf(step.Id))))
        {
            var writer = new CastWriter(stream, new CastHeader(3, new(80, 24))
            {
                Step = new RecordedStep(step.Id, RecordingDigest.Of(step), "a machine", s_length),
            });
            for (var i = 1; i <= events; i++)
            {
                writer.Write(new CastEvent(i * s_pace, CastEventKind.Output, $"line {i} of a build, as long as most of them are\r\n"));
            }
        }

        await using var player = new ScenarioPlayer(Of(step), Options(folder) with { Recordings = RecordingShelf.Open(folder) });
        var late = new List<TimeSpan>();
        var watch = new Stopwatch();
        player.Panes.Open(step.Pane).Changed += () =>
        {
            // The first change is the mark, which comes a little after the beginning: so what counts is how much the
            // distances from it differ.
            if (watch.IsRunning)
            {
                late.Add(watch.Elapsed - (late.Count * s_pace));
            }
            else if (player.Panes.Find(step.Pane)!.Version > 0)
            {
                watch.Start();
                late.Add(TimeSpan.Zero);
            }
        };
        var before = Environment.CpuUsage.TotalTime;
        var whole = Stopwatch.StartNew();
        player.Replay(step.Id);
        await player.WhenAsync(state => state.StateOf(step.Id).Status == StepStatus.Replayed);
        report(new Result("replay", Processor, Ours, 100 * ((Environment.CpuUsage.TotalTime - before) / whole.Elapsed), "% of a core"));
        var spread = late.Skip(1).Take(events).ToList();
        report(new Result("replay", Lateness, Ours, (spread.Max() - spread.Min()).TotalMilliseconds, "ms"));
    }

    /// <summary>A flood through a pane, with and without a recorder beside it; in turn, and the best of each.</summary>
    private static async Task CostAsync(string folder, int megabytes, Action<Result> report)
    {
        // Many short floods and not a few long ones: a busy host spoils some of them, never all.
        const int Rounds = 48, Share = 4;
        var file = Path.Combine(folder, "flood");
        await File.WriteAllBytesAsync(file, Encoding.UTF8.GetBytes(string.Concat(
            Enumerable.Repeat("a line of output that is about as long as most\n", megabytes * 1_000_000 / Share / 47))));
        var step = StepOf("flood", $"cat {file}");
        var (plain, recorded) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            plain = Min(plain, await RunAsync(step, Options(folder)));
            using var recorder = new RunRecorder(Path.Combine(folder, "made"), "bench", "a machine", new SecretMask(["token-\\w+"]), TimeProvider.System);
            recorded = Min(recorded, await RunAsync(step, Options(folder) with { Recorder = recorder }));
        }

        report(new Result("replay", Cost, Ours, 100 * ((recorded / plain) - 1), "% of time"));
    }

    private static async Task<TimeSpan> RunAsync(Step step, PlayerOptions options)
    {
        await using var player = new ScenarioPlayer(Of(step), options);
        player.Run(step.Id);
        var state = await player.WhenAsync(now => now.StateOf(step.Id).Status is StepStatus.Done or StepStatus.Failed);
        return state.StateOf(step.Id) is { Status: StepStatus.Done, Elapsed: var time }
            ? time
            : throw new InvalidOperationException(state.StateOf(step.Id).Reason);
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static PlayerOptions Options(string folder) => new()
    {
        Environment = new StepEnvironment(folder, new Dictionary<string, string> { ["TERM"] = "xterm-256color" }),
    };

    private static Step StepOf(string id, string text) => new()
    {
        Id = id,
        Kind = StepKind.Run,
        Script = new Script(ShellKind.Sh, text, TimeSpan.FromMinutes(5), new("bench.md", 1, 1)),
        Location = new("bench.md", 1, 1),
    };

    private static Scenario Of(Step step) => new()
    {
        Path = "/bench.md",
        FrontMatter = new FrontMatter { Title = "Bench" },
        Slides = [new Slide { Title = "", Blocks = [], Stops = [new StepStop(step)], Location = step.Location }],
        Files = ["/bench.md"],
    };
}
