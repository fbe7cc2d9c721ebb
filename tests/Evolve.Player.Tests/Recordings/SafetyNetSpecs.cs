using Evolve.Lamp.Deployment;
using Evolve.Lamp.Traffic;
using Evolve.Player.Recordings;
using Evolve.Player.Tests.Support;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Recordings;

public sealed class SafetyNetSpecs : IDisposable
{
    private readonly FakeDeployment _deployment = new();
    private readonly string _root = Directory.CreateTempSubdirectory("evolve-net-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task An_engine_that_goes_and_comes_back_stops_and_starts_what_runs()
    {
        await using var stage = await RecordedStageAsync();
        using var net = new SafetyNet(stage.Player, _deployment);
        await stage.Player.HandledAsync();
        Assert.Null(stage.Player.State.ReplayReason);

        _deployment.Become(EngineState.Absent);
        await stage.Player.HandledAsync();
        Assert.StartsWith("The engine is gone", stage.Player.State.ReplayReason, StringComparison.Ordinal);

        // It is asked again, which is no answer yet.
        _deployment.Become(EngineState.Connecting);
        await stage.Player.HandledAsync();
        Assert.NotNull(stage.Player.State.ReplayReason);

        _deployment.Become(EngineState.Connected);
        await stage.Player.HandledAsync();
        Assert.Null(stage.Player.State.ReplayReason);
    }

    [Fact]
    public async Task Traffic_ends_with_the_engine_and_is_not_started_by_its_return()
    {
        var traffic = new FakeTraffic();
        await using var stage = await RecordedStageAsync();
        using var net = new SafetyNet(stage.Player, _deployment, traffic);
        traffic.Start();
        _deployment.Become(EngineState.Connecting);
        Assert.Equal(TrafficPhase.Running, traffic.Current.Phase);

        _deployment.Become(EngineState.Absent);
        _deployment.Become(EngineState.Connected);
        Assert.Equal(TrafficPhase.Off, traffic.Current.Phase);
    }

    [Fact]
    public async Task Taken_away_it_hears_nothing_any_more()
    {
        await using var stage = await RecordedStageAsync();
        new SafetyNet(stage.Player, _deployment).Dispose();
        _deployment.Become(EngineState.Absent);
        await stage.Player.HandledAsync();
        Assert.Null(stage.Player.State.ReplayReason);
    }

    private async Task<Stage> RecordedStageAsync()
    {
        var shelf = await Recorded.ShelfAsync(_root, Run("a", "echo recorded"));
        return Stage.For(options => options with { Recordings = shelf }, Run("a", "echo live"));
    }
}
