using Evolve.Lamp.Deployment;

namespace Evolve.Tui.Tests.App;

/// <summary>A deployment that is what a test says.</summary>
internal sealed class FakeDeployment : IDeploymentSource
{
    public event Action? Changed;

    public DeploymentSnapshot Current { get; private set; } = new(EngineState.Connected, [], null, null);

    public bool WantsStats { get; set; }

    /// <summary>All four tiers, up and proved.</summary>
    public static DeploymentSnapshot Running { get; } = new(
        EngineState.Connected,
        [
            Tier("edge", 2, 11),
            Tier("web", 3, 9),
            Tier("php", 4, 24),
            Tier("db", 5, 92),
        ],
        "evolve",
        8080);

    public void Become(DeploymentSnapshot snapshot)
    {
        Current = snapshot;
        Changed?.Invoke();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static TierContainer Tier(string tier, int address, int megabytes) => new(
        $"{tier}0123456789ab",
        $"{tier}-container-1",
        tier,
        "container",
        ContainerState.Running,
        ContainerHealth.Healthy,
        $"172.18.0.{address}",
        megabytes * 1024L * 1024);
}
