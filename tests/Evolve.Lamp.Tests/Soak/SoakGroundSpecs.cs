using Evolve.Lamp.Deployment;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Soak;
using Evolve.Lamp.Tests.Evolution;

namespace Evolve.Lamp.Tests.Soak;

public sealed class SoakGroundSpecs
{
    private static readonly SoakTier[] Tiers =
        [.. CutoverPlanner.Tiers.Select(tier => new SoakTier(ModelSite.Flavour(tier, "container"), ModelSite.Flavour(tier, "copy")))];

    private readonly ModelSite _site = new();

    [Fact]
    public void A_whole_site_and_its_images_are_enough() => SoakGround.Require(_site.Read(), Tiers);

    [Fact]
    public void Without_an_edge_there_is_nothing_to_soak()
    {
        _site.Edge = null;
        Assert.Contains("verify evolution --through run-web", Complaint());
    }

    [Fact]
    public void Without_one_of_its_tiers_the_site_is_not_whole()
    {
        _site["php-container-1"].State = ContainerState.Exited;
        Assert.Contains("There is no whole site", Complaint());
    }

    [Fact]
    public async Task A_tier_that_is_elsewhere_has_to_come_home_first()
    {
        await new Evolver(_site, _site, TimeProvider.System, new Progress<PlanEvent>()).EvolveAsync(ModelSite.Flavour("php", "copy"), CancellationToken.None);
        Assert.Equal("A soak begins where every tier is a container, and php is not: type `./run.sh reset` first.", Complaint());
    }

    [Fact]
    public void Images_that_are_missing_are_named_with_what_makes_them()
    {
        _site.Images.ExceptWith(["evolve/web:copy", "evolve/db:copy"]);
        Assert.Equal("Images are missing (evolve/web:copy, evolve/db:copy): make them with `./run.sh prepare` first.", Complaint());
    }

    private string Complaint() => Assert.Throws<EvolutionException>(() => SoakGround.Require(_site.Read(), Tiers)).Message;
}
