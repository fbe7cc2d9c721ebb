using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Traffic;
using Evolve.Tui.Tests.Figures;

namespace Evolve.Tui.Tests.App;

/// <summary>Traffic that is what a test says; it keeps what it was told.</summary>
internal sealed class FakeTraffic : ITrafficControl
{
    public event Action? Changed;

    public TrafficSnapshot Current { get; private set; } = TrafficSnapshot.None;

    public TrafficPlan Plan
    {
        get => Current.Plan;
        set => Become(Current with { Plan = value });
    }

    public void Start() => Become(TrafficRendererTests.Running() with { Plan = Plan });

    public void Stop() => Become(Current with { Phase = TrafficPhase.Off });

    private void Become(TrafficSnapshot snapshot)
    {
        Current = snapshot;
        Changed?.Invoke();
    }
}

/// <summary>A scoreboard that is what a test says.</summary>
internal sealed class FakeScoreboard : IScoreboardSource
{
    public event Action? Changed;

    public ScoreTable Current { get; } = ScoreboardRendererTests.Table();

    public bool IsMeasuring { get; private set; }

    public string? Problem => null;

    public List<Score> Added { get; } = [];

    public void Add(Score score) => Added.Add(score);

    public void Measure()
    {
        IsMeasuring = true;
        Changed?.Invoke();
    }
}
