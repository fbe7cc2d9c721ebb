using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Diagnosis;

public sealed class DeploymentStatesSpecs
{
    [Fact]
    public async Task Each_container_of_ours_is_a_line()
    {
        await using var fake = new FakeEngine();
        fake.Bodies["/containers/json"] = """[{"Id":"c"}]""";
        fake.Bodies["/containers/c/json"] = """
            {"Id":"c","Name":"/edge","Config":{"Labels":{"dev.evolve.deployment":"mine"}},
             "State":{"Status":"running","Health":{"Status":"unhealthy"}},
             "NetworkSettings":{"Networks":{"evolve":{"IPAddress":"172.18.0.2"}}}}
            """;
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        Assert.Equal("edge  Running, health Unhealthy, address 172.18.0.2\n", await new DeploymentStates(engine, "mine").DescribeAsync());
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_told()
    {
        await using var fake = new FakeEngine(isListening: false);
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        Assert.StartsWith("No Docker engine listens at", await new DeploymentStates(engine, "mine").DescribeAsync());
        Assert.Equal("There is no engine.\n", await new DeploymentStates(null, "mine").DescribeAsync());
    }
}
