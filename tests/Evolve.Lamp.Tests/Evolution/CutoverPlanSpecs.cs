using Evolve.Lamp.Deployment;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;
using Evolve.Testing;

namespace Evolve.Lamp.Tests.Evolution;

/// <summary>The plans as a person reads them.</summary>
public sealed class CutoverPlanSpecs
{
    private readonly ModelSite _site = new();

    [Theory]
    [InlineData("web")]
    [InlineData("php")]
    [InlineData("db")]
    public async Task A_tier_goes_there_and_back(string tier)
    {
        var there = _site.Plan(tier, "copy");
        await RunAsync(there);
        var back = _site.Plan(tier, "container");
        await RunAsync(back);
        await Verifier.Verify($"{there}\n\n{back}", tier);
        Assert.Equal("# db: → db-container-1\n# Nothing is left to do.\n".Replace("db", tier, StringComparison.Ordinal), _site.Plan(tier, "container").ToString());
    }

    [Theory]
    [InlineData("web", "evolve-saved")]
    [InlineData("php", "evolve-saved")]
    [InlineData("db", "evolve-db-linux-unikernel-1")]
    public void A_guest_gets_kvm_where_it_works_and_its_volume_with_our_label(string tier, string volume)
    {
        var flavours = FlavourCatalog.Read(Repository.PathOf("assets")).Flavours;
        _site.Images.Add($"evolve/{tier}:linux-unikernel");
        var plan = CutoverPlanner.Plan(_site.Read(), flavours.Single(flavour => flavour.Tier == tier && flavour.Name == "linux-unikernel"));
        var commands = plan.Commands.Select(command => command.OneLine).ToList();
        Assert.Equal($"docker volume create --label dev.evolve.deployment=$EVOLVE_DEPLOYMENT {volume}", Assert.Single(commands, command => command.Contains(" volume ")));
        Assert.EndsWith($" evolve/{tier}:linux-unikernel", commands[1]);
        Assert.Contains(" $EVOLVE_KVM ", commands[1]);
        Assert.Contains($" -v {volume}:/", commands[1]);
    }

    [Fact]
    public void A_stopped_edge_comes_first()
    {
        _site.Kill("edge");
        var plan = _site.Plan("php", "copy");
        Assert.True(plan.IsPrelude);
        Assert.Equal(["docker start edge", "docker exec edge health --wait"], plan.Commands.Select(command => command.OneLine));
    }

    [Fact]
    public void Then_the_other_tiers_that_do_not_run_either()
    {
        _site.Kill("engine");
        _site.Apply(new DockerCommand("docker start edge"));
        var plan = _site.Plan("php", "copy");
        Assert.True(plan.IsPrelude);
        Assert.Equal(["docker start db-container-1", "docker start web-container-1"], plan.Commands.Select(command => command.OneLine));
    }

    [Fact]
    public void Without_an_edge_there_is_no_plan()
    {
        _site.Edge = null;
        Assert.Contains("third chapter", Assert.Throws<EvolutionException>(() => _site.Plan("php", "copy")).Message);
    }

    [Theory]
    [InlineData("php", "evolve/php:copy", "type `evolve prepare php copy`")]
    [InlineData("db", "evolve/db-helper:container", "-f assets/db-helper/Dockerfile assets")]
    public void A_missing_image_is_told_with_the_command_that_builds_it(string tier, string image, string command)
    {
        _site.Images.Remove(image);
        var message = Assert.Throws<EvolutionException>(() => _site.Plan(tier, "copy")).Message;
        Assert.Contains(image, message);
        Assert.Contains(command, message);
    }

    [Fact]
    public void A_kept_container_of_an_older_image_is_not_used_again()
    {
        _site.Apply(new DockerCommand("docker run -d --name php-copy-1 --read-only evolve/php:copy"));
        _site["php-copy-1"].State = ContainerState.Exited;
        Assert.Equal("docker start php-copy-1", _site.Plan("php", "copy").Steps[0].Command.OneLine);
        _site["php-copy-1"].ImageId = "an older one";
        Assert.StartsWith("docker run -d --name php-copy-2 ", _site.Plan("php", "copy").Steps[0].Command.OneLine);
    }

    [Fact]
    public void When_no_database_can_be_told_to_have_the_last_writes_nothing_is_planned()
    {
        _site.Apply(new DockerCommand("docker run -d --name db-copy-1 --read-only evolve/db:copy"));
        _site["db-container-1"].TakesWrites = false;
        _site["db-container-1"].Role = EdgeRole.Unknown;
        Assert.Contains("cannot be told", Assert.Throws<EvolutionException>(() => _site.Plan("db", "copy")).Message);
    }

    [Fact]
    public void A_step_of_a_scenario_is_compared_with_a_plan_by_its_docker_commands()
    {
        var plan = _site.Plan("php", "copy");
        var script = "# as on a slide\nname=php\n" + string.Join('\n', plan.Commands.Select(command => command.Text));
        Assert.Equal(plan.Commands.Select(command => command.OneLine), DockerCommand.In(script).Select(command => command.OneLine));
        Assert.NotEqual(
            plan.Commands.Select(command => command.OneLine),
            DockerCommand.In(script.Replace("--read-only ", "", StringComparison.Ordinal)).Select(command => command.OneLine));
    }

    private async Task RunAsync(CutoverPlan plan)
    {
        foreach (var command in plan.Commands)
        {
            var outcome = await _site.RunAsync(command, TimeSpan.Zero, _ => { }, CancellationToken.None);
            Assert.True(outcome.IsSuccess, $"{command.OneLine}: {outcome.LastWords}");
        }
    }
}
