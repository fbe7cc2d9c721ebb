using System.Collections.Immutable;
using Evolve.Lamp.Deployment;

namespace Evolve.Player.Tests.Support;

/// <summary>A deployment that is what a test says; an engine with nothing of ours on it at first.</summary>
internal sealed class FakeDeployment : IDeploymentSource
{
    public event Action? Changed;

    public DeploymentSnapshot Current { get; private set; } = new(EngineState.Connected, [], "evolve", 8080);

    public bool WantsStats { get; set; }

    public void Become(params ImmutableArray<TierContainer> containers) => Become(Current with { Containers = containers });

    public void Become(EngineState engine) => Become(Current with { Engine = engine });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Become(DeploymentSnapshot snapshot)
    {
        Current = snapshot;
        Changed?.Invoke();
    }
}
