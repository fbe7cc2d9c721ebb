using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Evolve.Lamp.Deployment;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Secrets;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;
using Evolve.Terminal;
using Evolve.Testing;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Recordings;

public sealed class RecorderSpecs : IDisposable
{
    private static readonly SecretMask Mask = new(["token-\\w+"], "stage-left", "/home/ada");
    private readonly string _root = Directory.CreateTempSubdirectory("evolve-recorder-").FullName;
    private readonly ManualTimeProvider _time = new();

    public RecorderSpecs() => Folder = Path.Combine(_root, "talk");

    private string Folder { get; }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task A_real_run_is_recorded_with_what_it_ran_and_how_it_ended()
    {
        var step = Step("hello", StepKind.Run, "printf 'token-1 \\342\\200\\242'; exit 3") with { MayFail = true, Measure = "web/container/start" };
        using (var recorder = new RunRecorder(Folder, "A talk", "x86-64, 2 CPUs", Mask, TimeProvider.System))
        {
            await using var stage = Stage.For(options => options with { Recorder = recorder }, new StepStop(step), Run("broken", "exit 1"));
            Assert.Equal(StepStatus.Done, (await stage.Run("hello")).Status);
            Assert.Equal(StepStatus.Failed, (await stage.Run("broken")).Status);
            Assert.Equal(1, recorder.Keep().Steps);
        }

        var shelf = RecordingShelf.Open(Folder);
        Assert.Empty(shelf.Problems);
        Assert.Equal(["hello"], shelf.StepIds);
        var recording = shelf.Find("hello")!;
        Assert.Equal((RecordingDigest.Of(step), 3, "x86-64, 2 CPUs"), (recording.Step.Digest, recording.Step.Exit, recording.Step.Machine));
        Assert.Equal(@"$ printf '••••• \342\200\242'; exit 3|••••• •", Shown("hello"));
        var log = File.ReadAllLines(Path.Combine(Folder, "run.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["step-started", "step-ended", "measured", "step-started"], log.Select(line => line.GetProperty("event").GetString()));
        Assert.Equal("web/container/start", log[2].GetProperty("name").GetString());
        Assert.Equal([Folder], Directory.EnumerateDirectories(_root));
    }

    [Fact]
    public void What_comes_within_ten_milliseconds_is_one_event_and_characters_stay_whole()
    {
        using var recorder = Recorder();
        var cast = recorder.Begin(Step("a", StepKind.Run, "true"), new(80, 24));
        Add(cast, [0xe2, 0x82], 0);
        Add(cast, [0xac, (byte)'a'], 9);
        Add(cast, [(byte)'b', 0xc3], 1);
        Add(cast, [0xa9, 0xff], 400);
        Succeed(cast, exit: 0);
        recorder.Keep();

        Assert.Equal([(0, "€a"), (10, "b"), (410, "é\ufffd")], Events("a"));
    }

    [Fact]
    public void A_flood_is_cut_and_says_so()
    {
        using var recorder = Recorder(limit: 1000);
        var cast = recorder.Begin(Step("a", StepKind.Run, "yes"), new(80, 24));
        for (var i = 0; i < 2000; i++)
        {
            cast.Add(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"line {i}\r\n")));
        }

        Succeed(cast, exit: 0);
        var summary = recorder.Keep();

        Assert.Equal(["a"], summary.Cut.AsEnumerable());
        Assert.InRange(summary.Bytes, 1000, 3000);
        Assert.Contains("KiB of output were left out of the recording.", Text("a"), StringComparison.Ordinal);
        Assert.EndsWith("line 1999\r\n", Text("a"), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_takes_the_place_of_what_was_there_until_it_is_kept()
    {
        using (var first = Recorder())
        {
            Succeed(first.Begin(Step("a", StepKind.Run, "true"), new(80, 24)), exit: 0);
            first.Keep();
        }

        using (var broken = Recorder())
        {
            Succeed(broken.Begin(Step("b", StepKind.Run, "true"), new(80, 24)), exit: 0);
        }

        Assert.Equal(["a"], RecordingShelf.Open(Folder).StepIds);
        Assert.Equal([Folder], Directory.EnumerateDirectories(_root));
        using (var second = Recorder())
        {
            Succeed(second.Begin(Step("b", StepKind.Run, "true"), new(80, 24)), exit: 0);
            second.Keep();
        }

        Assert.Equal(["b"], RecordingShelf.Open(Folder).StepIds);
        Assert.Equal([Folder], Directory.EnumerateDirectories(_root));
    }

    [Fact]
    public async Task The_deployment_is_recorded_by_steps_without_what_changes_all_the_time()
    {
        await using var deployment = new FakeDeployment();
        using var recorder = Recorder();
        recorder.Follow(deployment);
        Assert.True(deployment.WantsStats);
        var first = recorder.Begin(Step("first", StepKind.Run, "true"), new(80, 24));
        _time.Advance(TimeSpan.FromSeconds(2));
        deployment.Become(Container("edge", memory: null), Container("", memory: 5));
        deployment.Become(Container("edge", memory: 10), Container("", memory: 5));
        deployment.Become(Container("edge", memory: 11));
        Succeed(first, exit: 0);
        _time.Advance(TimeSpan.FromSeconds(1));
        var second = recorder.Begin(Step("second", StepKind.Run, "true"), new(80, 24));
        _time.Advance(TimeSpan.FromSeconds(1));
        deployment.Become(Container("edge", memory: 12), Container("web", memory: null));
        Succeed(second, exit: 0);
        recorder.Keep();

        var shelf = RecordingShelf.Open(Folder);
        var moments = shelf.MomentsOf("first");
        Assert.Equal([0, 2, 2], moments.Select(moment => moment.At.TotalSeconds));
        Assert.Equal([0, 1, 1], moments.Select(moment => moment.Picture!.Containers.Length));
        Assert.Equal(Container("edge", memory: 10), moments[^1].Picture!.Containers[0]);
        Assert.Equal([0, 1], shelf.MomentsOf("second").Select(moment => moment.At.TotalSeconds));
        Assert.Equal(2, shelf.MomentsOf("second")[^1].Picture!.Containers.Length);
        Assert.Empty(shelf.MomentsOf("third"));
    }

    [Theory]
    [InlineData("{\"t\":1,\"event\":\"topology\"", "run.jsonl:1: this line is no event of a run log.")]
    [InlineData("{\"t\":1,\"event\":\"step-started\",\"step\":\"a\"}\n{\"t\":-1}", "run.jsonl:2: this line is no event of a run log.")]
    [InlineData("[]", "run.jsonl:1: this line is no event of a run log.")]
    public void A_damaged_run_log_is_told_with_its_place(string text, string sentence)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        Assert.Equal(sentence, Assert.Throws<CastException>(() => RecordedRun.Read("run.jsonl", stream)).Message);
    }

    [Fact]
    public void A_hostile_run_log_gives_a_sentence_and_never_anything_else()
    {
        var good = Encoding.UTF8.GetBytes(
            "{\"t\":0,\"event\":\"step-started\",\"step\":\"a\"}\n"
            + "{\"t\":1.5,\"event\":\"topology\",\"port\":8080,\"network\":\"evolve\",\"containers\":[{\"id\":\"x\",\"tier\":\"web\",\"state\":\"running\",\"memory\":5,\"started\":99}]}\n"
            + "{\"t\":2.5,\"event\":\"traffic\",\"phase\":\"running\",\"elapsed-ms\":900,\"asked\":10,\"rate\":9.5,\"p50-ms\":3.5,\"waiting\":1,\"counts\":[4,2,1,0],\"audit\":[2,0,0,0,1],\"failures\":[{\"what\":\"HTTP 503\",\"count\":1}],\"seconds\":[[6,1,80.5]]}\n");
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 8].Sample(
            changes =>
            {
                var file = good.ToArray();
                foreach (var (at, value) in changes)
                {
                    file[at] = value;
                }

                try
                {
                    var run = RecordedRun.Read("run.jsonl", new MemoryStream(file));
                    Assert.All(run.Moments.Values.SelectMany(moments => moments), moment => Assert.InRange(moment.Traffic?.Figures.Recent.Length ?? 0, 0, 240));
                }
                catch (CastException exception)
                {
                    Assert.Matches(@"^run\.jsonl:\d+: [^\n]+\.$", exception.Message);
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void A_folder_with_other_files_says_which_are_no_recordings()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "a.cast"), "hello");
        File.WriteAllText(Path.Combine(Folder, "b.cast"), "{\"version\":2,\"width\":80,\"height\":24}\n");
        var shelf = RecordingShelf.Open(Folder);

        Assert.True(shelf.IsEmpty);
        Assert.Equal(2, shelf.Problems.Length);
        Assert.All(shelf.Problems, problem => Assert.StartsWith(Folder, problem, StringComparison.Ordinal));
        Assert.True(RecordingShelf.Open(Path.Combine(_root, "nothing")).IsEmpty);
    }

    private static TierContainer Container(string tier, long? memory) => new(
        "0123456789ab", tier.Length > 0 ? tier : "quirky_name", tier, "container", ContainerState.Running, ContainerHealth.Healthy, "172.18.0.2", memory)
    {
        StartedAt = new DateTimeOffset(2026, 5, 1, 9, 0, 0, TimeSpan.Zero),
        Serves = true,
        Accelerator = Accelerator.Kvm,
    };

    private RunRecorder Recorder(int? limit = null) => new(Folder, "A talk", "x86-64, 2 CPUs", Mask, _time, limit);

    private void Add(StepCast cast, byte[] bytes, int afterMilliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(afterMilliseconds));
        cast.Add(bytes);
    }

    private static void Succeed(StepCast cast, int exit)
    {
        cast.Ended(new(exit, null));
        cast.End(new StepOutcome(OutcomeKind.Succeeded, TimeSpan.FromSeconds(1)));
    }

    private List<(int At, string Data)> Events(string stepId)
    {
        using var reader = CastReader.Open(Path.Combine(Folder, $"{stepId}.cast"));
        var events = new List<(int, string)>();
        while (reader.TryRead(out var read))
        {
            if (read.Kind == CastEventKind.Output)
            {
                events.Add(((int)read.At.TotalMilliseconds, read.Data));
            }
        }

        return events;
    }

    private string Text(string stepId) => string.Concat(Events(stepId).Select(read => read.Data));

    /// <summary>What a terminal shows of it, lines parted by bars.</summary>
    private string Shown(string stepId)
    {
        var screen = new Terminal.Screen.VtScreen(new TerminalSize(80, 24));
        screen.Feed(Encoding.UTF8.GetBytes(Text(stepId)));
        return string.Join('|', screen.ToPlainText().Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0));
    }
}
