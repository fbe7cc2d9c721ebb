using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using Xunit;

namespace Evolve.EndToEnd.Engine;

public sealed class WatcherSpecs(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task I_see_a_container_appear_turn_healthy_be_measured_pause_end_and_go()
    {
        await deployment.BuildAsync(deployment.Name("web"), $"""
            FROM {deployment.BaseName}
            ARG EVOLVE_DEPLOYMENT
            LABEL {Labels.Deployment}=$EVOLVE_DEPLOYMENT {Labels.Tier}=web {Labels.Flavour}={deployment.Id}
            HEALTHCHECK --interval=1s --timeout=5s CMD test -e /tmp/ready
            CMD exec sleep 600
            """);
        await using var watcher = new DeploymentWatcher(deployment.Engine, deployment.Id, TimeProvider.System);
        watcher.Start();
        await watcher.SeesAsync("an empty deployment", snapshot => snapshot is { Engine: EngineState.Connected, Containers.IsEmpty: true, Network: null });

        var network = deployment.Name("net");
        await deployment.DockerAsync("network", "create", "--label", deployment.Label, network);
        await watcher.SeesAsync("the network", snapshot => snapshot.Network == network);

        var name = $"web-{deployment.Id}-1";
        await deployment.DockerAsync("run", "--detach", "--init", "--name", name, "--network", network, "--publish", "127.0.0.1::80", deployment.Name("web"));
        await watcher.SeesAsync("the container, not yet healthy", snapshot => Web(snapshot) is { State: ContainerState.Running, Health: ContainerHealth.Starting, Address: not null });
        Assert.Equal((name, deployment.Id), (Web(watcher.Current)?.Name, Web(watcher.Current)?.Flavour));
        Assert.Equal(
            await deployment.DockerAsync("port", name, "80/tcp"),
            $"127.0.0.1:{watcher.Current.PublishedPort}");

        await deployment.DockerAsync("exec", name, "touch", "/tmp/ready");
        await watcher.SeesAsync("health", snapshot => Web(snapshot)?.Health == ContainerHealth.Healthy);

        watcher.WantsStats = true;
        await watcher.SeesAsync("memory", snapshot => Web(snapshot)?.MemoryBytes > 0);
        Assert.InRange(Web(watcher.Current)!.MemoryBytes!.Value, 50_000, 200_000_000);
        watcher.WantsStats = false;
        await watcher.SeesAsync("no memory", snapshot => Web(snapshot) is { MemoryBytes: null });

        await deployment.DockerAsync("pause", name);
        await watcher.SeesAsync("the pause", snapshot => Web(snapshot)?.State == ContainerState.Paused);
        await deployment.DockerAsync("unpause", name);
        await watcher.SeesAsync("the end of the pause", snapshot => Web(snapshot)?.State == ContainerState.Running);

        await deployment.DockerAsync("network", "disconnect", network, name);
        await watcher.SeesAsync("no address", snapshot => Web(snapshot) is { Address: null });

        await deployment.DockerAsync("kill", name);
        await watcher.SeesAsync("the end", snapshot => Web(snapshot) is { State: ContainerState.Exited } && snapshot.PublishedPort is null);

        await deployment.DockerAsync("rm", name);
        await deployment.DockerAsync("network", "rm", network);
        await watcher.SeesAsync("nothing any more", snapshot => snapshot is { Containers.IsEmpty: true, Network: null });
    }

    [Fact]
    public async Task An_engine_that_cannot_be_reached_for_a_while_is_watched_again()
    {
        await using var relay = new SocketRelay(deployment.Endpoint.SocketPath);
        using var engine = new DockerEngine(relay.Endpoint, TimeProvider.System);
        await using var watcher = new DeploymentWatcher(engine, deployment.Id, TimeProvider.System);
        var name = $"db-{deployment.Id}-1";
        await deployment.DockerAsync("create", "--name", name, "--label", deployment.Label, "--label", $"{Labels.Tier}=db", "--label", $"{Labels.Flavour}={deployment.Id}", deployment.BaseName, "true");
        watcher.Start();
        await watcher.SeesAsync("no engine", snapshot => snapshot.Engine == EngineState.Absent);
        Assert.Equal(EngineProblemKind.Absent, watcher.Problem?.Kind);
        for (var round = 0; round < 3; round++)
        {
            relay.Open();
            await watcher.SeesAsync("the container", snapshot => snapshot is { Engine: EngineState.Connected } && snapshot.Of("db").Any(db => db.Name == name));
            relay.Close();
            await watcher.SeesAsync("no engine", snapshot => snapshot is { Engine: EngineState.Absent, Containers.IsEmpty: true });
        }

        await deployment.DockerAsync("rm", name);
    }

    private static TierContainer? Web(DeploymentSnapshot snapshot) => snapshot.Of("web").SingleOrDefault();
}
