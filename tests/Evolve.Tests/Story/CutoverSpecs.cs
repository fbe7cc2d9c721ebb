using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>What the talk does to a tier is what <c>evolve tier</c> does: the commands of the plan, in its order.</summary>
public sealed class CutoverSpecs
{
    private const string Talk = "scenarios/evolution.md", Guest = "linux-unikernel", Container = "container";

    private static readonly ImmutableArray<Flavour> Flavours = FlavourCatalog.Read(Repository.PathOf("assets")).Flavours;

    [Theory]
    [InlineData("php", "php-volume", "php-run", "php-use", "php-retire")]
    [InlineData("web", "web-run", "web-move")]
    [InlineData("db", "db-volume", "db-run", "db-follow", "db-promote", "db-retire")]
    public void A_tier_becomes_a_guest_by_the_commands_of_the_plan(string tier, params string[] steps)
    {
        var plan = CutoverPlanner.Plan(StateOf(Serving(tier, Container)), FlavourOf(tier, Guest));
        AssertIsRunBy(plan.Commands, steps);
    }

    [Fact]
    public void Php_goes_back_by_the_commands_of_the_plan()
    {
        var kept = new LampServer($"php-{Container}-1", "php", Container, ContainerState.Exited, $"evolve/php:{Container}");
        var plan = CutoverPlanner.Plan(StateOf(kept, Serving("php", Guest)), FlavourOf("php", Container));
        AssertIsRunBy(plan.Commands, "php-back");
    }

    [Fact]
    public void Php_comes_from_the_registry_by_the_commands_of_the_plan()
    {
        var plan = CutoverPlanner.Plan(StateOf(Serving("php", Container)), FlavourOf("php", Guest));

        // The volume is there since the first time.
        AssertIsRunBy(plan.Commands.Skip(1), "php-again", "php-again-retire");
    }

    private static void AssertIsRunBy(IEnumerable<DockerCommand> plan, params string[] ids)
    {
        var steps = ShippedScenarios.Read(Talk).Scenario!.Steps.ToDictionary(step => step.Id);
        var shown = ids.SelectMany(id => DockerCommand.In(steps[id].Script.Text)).Select(command => command.OneLine).ToList();
        var planned = plan.Select(command => command.OneLine).ToList();
        Assert.Equal(planned, shown.Where(planned.Contains));
    }

    private static LampState StateOf(params LampServer[] servers) => new(
        ContainerState.Running, null, [.. servers], [],
        Flavours.Select(flavour => $"evolve/{flavour.Tier}:{flavour.Name}").Append("evolve/db-helper:container").ToImmutableDictionary(image => image));

    private static LampServer Serving(string tier, string flavour) =>
        new($"{tier}-{flavour}-1", tier, flavour, ContainerState.Running, $"evolve/{tier}:{flavour}")
        {
            Role = EdgeRole.Serves,
            IsUp = true,
            Mode = tier == "db" ? DatabaseMode.Primary : null,
        };

    private static Flavour FlavourOf(string tier, string name) => Flavours.Single(flavour => flavour.Tier == tier && flavour.Name == name);
}
