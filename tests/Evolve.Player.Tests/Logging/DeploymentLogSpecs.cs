using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Evolve.Lamp.Deployment;
using Evolve.Player.Logging;
using Evolve.Player.Tests.Support;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Logging;

public sealed class DeploymentLogSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-log-").FullName;

    private string File => Path.Combine(_folder, "run.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Each_other_picture_of_the_tiers_is_an_event_and_memory_is_none()
    {
        await using var source = new FakeDeployment();
        var web = new TierContainer("1", "web-container-1", "web", "container", ContainerState.Running, ContainerHealth.None, null, null);
        using (var log = new RunLog(File, TimeProvider.System))
        using (new DeploymentLog(source, log))
        {
            source.Become(web);
            source.Become(web with { MemoryBytes = 5 });
            source.Become(web, new TierContainer("2", "idle_name", "", "container", ContainerState.Running, ContainerHealth.None, null, null));
            source.Become(web with { Serves = true });
        }

        source.Become();
        var events = System.IO.File.ReadAllLines(File).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(2, events.Count);
        Assert.Equal(
            """{"name":"web-container-1","tier":"web","flavour":"container","state":"running","serves":true,"accelerator":null}""",
            events[1]["containers"]!.AsArray().Single()!.ToJsonString());
    }

    [Fact]
    public async Task What_a_pane_shows_at_the_end_of_a_step_is_kept_with_its_colours()
    {
        using (var log = new RunLog(File, TimeProvider.System))
        {
            await using var stage = Stage.For(options => options with { Log = log }, Run("greet", "printf '\\033[32mgreen\\033[0m'"));
            await stage.Run("greet");
        }

        var ended = System.IO.File.ReadAllLines(File).Select(line => JsonNode.Parse(line)!).Single(line => (string)line["event"]! == "step-ended");
        Assert.Contains("\e[0;38;5;2mgreen", (string)ended["screen"]!, StringComparison.Ordinal);
    }
}
