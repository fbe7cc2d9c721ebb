using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Preparation;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>What the talk does to a tier is what <c>evolve tier</c> does: the commands of the plan, in its order.</summary>
public sealed class CutoverSpecs
{
    private const string Talk = "scenarios/in-depth.md", Guest = "linux-unikernel", Container = "container", Mirage = "mirage";

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
        var plan = CutoverPlanner.Plan(StateOf(Kept("php", Container), Serving("php", Guest)), FlavourOf("php", Container));
        AssertIsRunBy(plan.Commands, "php-back");
    }

    [Fact]
    public void Php_comes_from_the_registry_by_the_commands_of_the_plan()
    {
        var plan = CutoverPlanner.Plan(StateOf(Serving("php", Container)), FlavourOf("php", Guest));

        // The volume is there since the first time.
        AssertIsRunBy(plan.Commands.Skip(1), "php-again", "php-again-retire");
    }

    [Theory]
    [InlineData("web", "web-mirage-run", "web-mirage-move")]
    [InlineData("php", "php-mirage-run", "php-mirage-use", "php-mirage-retire")]
    public void A_tier_becomes_a_clean_slate_by_the_commands_of_the_plan(string tier, params string[] steps)
    {
        var plan = CutoverPlanner.Plan(StateOf(Kept(tier, Container), Serving(tier, Guest)), FlavourOf(tier, Mirage));
        Assert.Equal(5, plan.Commands.Count());
        AssertIsRunBy(plan.Commands, steps);
    }

    [Fact]
    public void A_changed_program_takes_the_place_of_the_old_one_by_commands_of_the_same_kind()
    {
        // A plan knows flavours, not versions: the old version stands here for another flavour.
        var plan = CutoverPlanner.Plan(StateOf(Serving("php", Guest)), FlavourOf("php", Mirage)).Commands
            .Select(command => new DockerCommand(command.Text
                .Replace($"php-{Mirage}-1", $"php-{Mirage}-2", StringComparison.Ordinal)
                .Replace($"php-{Guest}-1", $"php-{Mirage}-1", StringComparison.Ordinal)));
        AssertIsRunBy(plan, "php-mirage-swap");
    }

    [Fact]
    public void The_version_of_before_comes_back_by_the_commands_of_the_plan()
    {
        var plan = CutoverPlanner.Plan(StateOf(Kept("php", Mirage), Serving("php", Guest)), FlavourOf("php", Mirage)).Commands
            .Select(command => new DockerCommand(command.Text.Replace($"php-{Guest}-1", $"php-{Mirage}-2", StringComparison.Ordinal)));
        AssertIsRunBy(plan, "php-mirage-back");
    }

    [Theory]
    [InlineData("evolve/mirage", "build-mirage")]
    [InlineData("evolve/web:mirage", "build-web-mirage")]
    [InlineData("evolve/php:mirage", "build-php-mirage")]
    [InlineData("evolve/php:mirage", "rebuild")]
    public void An_image_is_built_by_the_command_that_prepares_it(string image, string step)
    {
        var order = new BuildOrder(Repository.Root);
        order.Add(image);
        Assert.Equal(order.Builds[^1].Command.OneLine, CommandsOf(step)[0]);
    }

    private static void AssertIsRunBy(IEnumerable<DockerCommand> plan, params string[] ids)
    {
        var shown = ids.SelectMany(CommandsOf).ToList();
        var planned = plan.Select(command => command.OneLine).ToList();
        Assert.Equal(planned, shown.Where(planned.Contains));
    }

    private static List<string> CommandsOf(string id)
    {
        var step = ShippedScenarios.Read(Talk).Scenario!.Steps.Single(step => step.Id == id);
        return [.. DockerCommand.In(step.Script.Text).Select(command => command.OneLine)];
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

    private static LampServer Kept(string tier, string flavour) =>
        new($"{tier}-{flavour}-1", tier, flavour, ContainerState.Exited, $"evolve/{tier}:{flavour}");

    private static Flavour FlavourOf(string tier, string name) => Flavours.Single(flavour => flavour.Tier == tier && flavour.Name == name);
}
