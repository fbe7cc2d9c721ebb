using Evolve.Lamp.Flavours;
using Evolve.Testing;

namespace Evolve.Bench.Tests;

/// <summary>What is started, and what its runner says of that.</summary>
public sealed class StartSpecs
{
    [Fact]
    public void A_start_is_taken_apart_at_the_moments_that_its_machine_has()
    {
        Assert.Equal(
            [("qemu", 0.25), ("kernel", 0.5), ("init", 0.25), ("program", 1.0)],
            BootTimes.Read("runner: ready accel=tcg kernel=0.250s init=0.750s program=1.000s ready=2.000s start=cold"));
        Assert.Equal(
            [("qemu", 0.125), ("kernel", 0.625), ("init", 0.25), ("program", 1.0)],
            BootTimes.Read("runner: ready accel=tcg kernel=0.625s boot=0.125s init=0.750s program=1.000s ready=2.000s start=cold"));
        Assert.Equal(
            [("qemu", 0.25), ("kernel", 0.25), ("program", 0.5)],
            BootTimes.Read("runner: ready accel=tcg kernel=0.250s program=0.500s ready=1.000s"));
        Assert.Equal(
            [("qemu", 0.25), ("wake", 0.5)],
            BootTimes.Read("runner: ready accel=tcg kernel=0.250s ready=0.750s start=saved"));
    }

    [Fact]
    public void A_machine_is_not_ready_before_a_container_could_be_asked()
    {
        var start = new BootTimes([("docker", 0.25), ("qemu", 0.25)]);
        Assert.Equal(0.75, start.Until(0.75).Total);
        Assert.Equal(("asked", 0.25), start.Until(0.75).Parts[^1]);
        Assert.Same(start, start.Until(0.5));
    }

    [Fact]
    public void Every_shipped_flavour_is_compared_with_the_container_before_it()
    {
        var flavours = LampSite.Choose(FlavourCatalog.Read(Repository.PathOf("assets")), []);
        Assert.Equal(LampSite.Tiers.Select(tier => (tier, LampSite.Container)), flavours.Take(3).Select(flavour => (flavour.Tier, flavour.Name)));
        Assert.Equal([("web", LampSite.CleanSlate), ("php", LampSite.CleanSlate)], flavours.TakeLast(2).Select(flavour => (flavour.Tier, flavour.Name)));
    }

    [Fact]
    public void Of_the_flavours_those_that_are_wanted_stay_and_the_container()
    {
        var flavours = LampSite.Choose(FlavourCatalog.Read(Repository.PathOf("assets")), [LampSite.CleanSlate]);
        Assert.Equal(
            [("web", "container"), ("php", "container"), ("db", "container"), ("web", "mirage"), ("php", "mirage")],
            flavours.Select(flavour => (flavour.Tier, flavour.Name)));
    }

    [Fact]
    public void A_machine_is_told_apart_from_a_container()
    {
        var flavours = LampSite.Choose(FlavourCatalog.Read(Repository.PathOf("assets")), []);
        Assert.Equal(
            ["evolve/web:linux-unikernel", "evolve/web:mirage"],
            flavours.Where(flavour => flavour.Tier == "web").Select(flavour => Launch.Of(flavour)).Where(launch => launch.IsMachine).Select(launch => launch.Image));
    }
}
