using Evolve.EndToEnd.Guests;
using Evolve.EndToEnd.Site;
using Xunit;
using Xunit.Abstractions;

namespace Evolve.EndToEnd.Evolving;

/// <summary>A tier becomes a guest and a container again while people use the site, and nobody notices.</summary>
[Collection(OneDeployment.Name)]
public sealed class GuestCutoverSpecs(LampFixture lamp, GuestImages images, ITestOutputHelper log) : IClassFixture<GuestImages>, IAsyncLifetime
{
    private const string Guest = "linux-unikernel", Container = "container";

    public async Task InitializeAsync()
    {
        Assert.NotNull(images);
        await lamp.UntilWholeAsync();
    }

    [Theory]
    [InlineData("web", Guest)]
    [InlineData("php", Guest)]
    [InlineData("db", Guest)]
    [InlineData("web", CleanSlate.Flavour)]
    [InlineData("php", CleanSlate.Flavour)]
    public async Task Nobody_notices_that_a_tier_becomes_a_guest_and_a_container_again(string tier, string guest)
    {
        await using var traffic = new SteadyTraffic(lamp.Site);
        foreach (var flavour in new[] { guest, Container })
        {
            log.WriteLine(await LampFixture.EvolveAsync("tier", tier, flavour));
            await Servers.AssertAloneAsync(tier, flavour);
            Assert.Contains($"{tier} is {flavour} already", await LampFixture.EvolveAsync("tier", tier, flavour));
        }

        await traffic.AssertNothingIsLostAsync();
        log.WriteLine(traffic.Summary);
        Assert.Empty(traffic.Failures);
        Assert.True(traffic.LongestWrite < TimeSpan.FromSeconds(2), traffic.Summary);
    }

    [Fact]
    public async Task Reset_brings_three_guests_back_to_containers()
    {
        foreach (var tier in GuestImages.Tiers)
        {
            await LampFixture.EvolveAsync("tier", tier, Guest);
            await Servers.AssertAloneAsync(tier, Guest);
        }

        await lamp.UntilWholeAsync();
        await LampFixture.EvolveAsync("reset");
        foreach (var tier in GuestImages.Tiers)
        {
            await Servers.AssertAloneAsync(tier, Container);
        }
    }

    public async Task DisposeAsync()
    {
        await LampFixture.EvolveAsync("reset");
        await lamp.UntilWholeAsync();
    }
}
