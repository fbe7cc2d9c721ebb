using Evolve.Lamp.Traffic;

namespace Evolve.Player.Tests.Support;

/// <summary>Traffic that is what a test says.</summary>
internal sealed class FakeTraffic : ITrafficControl
{
    public event Action? Changed;

    public TrafficSnapshot Current { get; private set; } = TrafficSnapshot.None;

    public TrafficPlan Plan { get; set; } = new();

    public void Start() => Become(Current with { Phase = TrafficPhase.Running });

    public void Stop() => Become(Current with { Phase = TrafficPhase.Off });

    internal void Become(TrafficSnapshot now)
    {
        Current = now;
        Changed?.Invoke();
    }
}
