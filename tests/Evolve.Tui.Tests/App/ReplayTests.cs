using Evolve.Lamp.Deployment;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tui.Tests.App;

/// <summary>Recordings on the screen: never taken for something that runs.</summary>
public sealed class ReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-replays-").FullName;

    public static TheoryData<int, int> Sizes => new() { { 80, 24 }, { 120, 36 } };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Without_an_engine_the_talk_is_played_from_recordings_and_says_so(int columns, int rows)
    {
        var screen = Show(columns, rows);
        await Verifier.Verify(screen, $"{columns}x{rows}");
    }

    [Fact]
    public void The_reason_is_said_at_the_start()
    {
        using var app = AppDriver.Play(Options(80, 24));
        app.ShouldShow("Recordings are played, and nothing runs");
    }

    [Fact]
    public void A_key_plays_the_recording_and_the_same_key_pauses_it()
    {
        using var app = AppDriver.Play(Options(120, 36) with { ReplayReason = null });
        app.Press("PageDown", "PageDown").ShouldShow("run build-php").Press("p").ShouldShow("show the end of the recording of build-php");
        app.Press("p").ShouldShow("The recording stands still; p goes on.").Wait(TimeSpan.FromSeconds(60));
        Assert.Equal(StepStatus.Running, app.Player.State.StateOf("build-php").Status);

        app.Press("p").ShouldShow("The recording goes on.").Press("P").ShouldShow("2 times their speed");
        app.Press("PageDown").Until(() => app.Player.State.StateOf("build-php").Status == StepStatus.Replayed, "a replayed step");
        Assert.Equal(0, app.Options.Programs.Started);
    }

    [Fact]
    public void After_a_failure_the_recording_is_among_the_choices()
    {
        var options = Options(80, 24) with { ReplayReason = null, Programs = new FakePrograms().When("docker build", "no network\n", 1) };
        using var app = AppDriver.Play(options);
        app.Press("PageDown", "PageDown", "PageDown").Until(() => app.Player.State.StateOf("build-php").NeedsChoice, "a failure");
        app.Press("PageDown").ShouldShow("Play the recording").Press("p");
        app.ShouldShow("recorded on 1 Apr 2026");
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Recorded_traffic_is_in_the_figures_and_says_so(int columns, int rows)
    {
        using var app = AppDriver.Play(Options(columns, rows) with { Scenario = Talks.Small });
        app.Press("f").ShouldNotShow("answers a second").Press("PageDown", "PageDown", "PageDown").ShouldShow("show the end of the recording");
        app.Press("PageDown").Until(() => app.Player.State.StateOf("build-php").Status == StepStatus.Replayed, "a replayed step");
        var screen = app.Press("f").ShouldShow("answers a second").ShouldShow(" recorded ").ShouldNotShow("T starts").Wait(TimeSpan.FromSeconds(65)).Screen;
        await Verifier.Verify(screen, $"{columns}x{rows}");
        app.Press("f").ShouldNotShow("answers a second");
    }

    private string Show(int columns, int rows)
    {
        using var app = AppDriver.Play(Options(columns, rows));
        app.Press("PageDown", "PageDown", "PageDown").ShouldShow("show the end of the recording");

        // At once: a recording that had ended by itself would leave this press to the next step.
        app.Press("PageDown").Until(() => app.Player.State.StateOf("build-php").Status == StepStatus.Replayed, "a replayed step");
        return app.Wait(TimeSpan.FromSeconds(65)).ShouldShow("docker build").ShouldShow("Successfully").Screen;
    }

    private AppOptions Options(int columns, int rows)
    {
        Write("build-php", new DateTimeOffset(2026, 4, 1, 9, 0, 0, TimeSpan.Zero));
        var unknown = new FakeDeployment();
        unknown.Become(DeploymentSnapshot.Unknown with { Engine = EngineState.Absent });
        return new AppOptions
        {
            Size = new(columns, rows),
            Deployment = unknown,
            Recordings = RecordingShelf.Open(_folder),
            ReplayReason = "Recordings are played, and nothing runs: no Docker engine answers.",
        };
    }

    private void Write(string id, DateTimeOffset at)
    {
        using (var stream = File.Create(Path.Combine(_folder, RecordingShelf.FileOf(id))))
        {
            var writer = new CastWriter(stream, new CastHeader(3, new(80, 24))
            {
                Timestamp = at,
                Step = new RecordedStep(id, "digest", "x86-64, 2 CPUs, emulated guests", TimeSpan.FromSeconds(12)),
            });
            writer.Write(new CastEvent(TimeSpan.Zero, CastEventKind.Output, "$ docker build assets\r\n"));
            writer.Write(new CastEvent(TimeSpan.FromSeconds(1), CastEventKind.Output, "Step 1/9 : FROM debian\r\n"));
            writer.Write(new CastEvent(TimeSpan.FromSeconds(12), CastEventKind.Output, "Successfully built 0123456789ab\r\n"));
            writer.Write(new CastEvent(TimeSpan.FromSeconds(12), CastEventKind.Exit, "0"));
        }

        File.WriteAllText(Path.Combine(_folder, "run.jsonl"), $$"""
            {"t":0,"event":"step-started","step":"{{id}}"}
            {"t":0.5,"event":"topology","port":8080,"network":"evolve","containers":[{"id":"a","name":"edge","tier":"edge","flavour":"container","state":"running","health":"healthy","address":"172.18.0.2","memory":12000000,"serves":true}]}
            {"t":1,"event":"traffic","phase":"running","elapsed-ms":3200,"asked":10,"writes-percent":20,"rate":9.7,"p50-ms":12.5,"p99-ms":48,"longest-ms":61.2,"waiting":1,"counts":[25,6,0,0],"audit":[6,0,0,0,2],"seconds":[[9,0,40],[10,0,61.2],[10,0,35]]}
            {"t":12,"event":"step-ended","step":"{{id}}","elapsed-ms":12000}
            """);
    }
}
