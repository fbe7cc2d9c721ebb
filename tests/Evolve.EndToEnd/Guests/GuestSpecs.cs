using System.Net;
using System.Text.Json;
using Evolve.EndToEnd.Site;
using Xunit;

namespace Evolve.EndToEnd.Guests;

/// <summary>The stateless tiers as guests, and in their own files alone, behind the edge of the real site.</summary>
[Collection(OneDeployment.Name)]
public sealed class GuestSpecs(LampFixture lamp) : IClassFixture<GuestImages>, IDisposable
{
    private static readonly TimeSpan CleanStop = TimeSpan.FromSeconds(8);

    private readonly Visitor _visitor = new(lamp.Site);

    public static TheoryData<string, string> Flavours => new()
    {
        { "web", "container-slim" }, { "web", "linux-unikernel" }, { "php", "container-slim" }, { "php", "linux-unikernel" },
    };

    [Theory]
    [MemberData(nameof(Flavours))]
    public async Task A_flavour_serves_the_same_site_says_what_it_is_and_ends_cleanly(string tier, string flavour)
    {
        await using var container = await GuestImages.StartAsync(tier, flavour);
        await container.ServeAsync();

        Assert.Equal(flavour, await FlavourOfAsync(tier));
        Assert.Contains($"<div><dt>{tier}</dt><dd>{flavour}</dd></div>", (await _visitor.GetAsync()).Body);
        Assert.Equal("text/css", (await _visitor.GetAsync("style.css")).Headers["Content-Type"].Split(';')[0]);
        var words = $"written through {container.Name}";
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SignAsync("Ada", words)).Status);
        Assert.Contains(words, (await _visitor.GetAsync()).Body);

        await container.GiveBackAsync();
        var (status, took) = await container.StopAsync();
        Assert.Equal("0", status);
        Assert.True(took < CleanStop, $"It took {took.TotalSeconds} s.");
        Assert.DoesNotMatch("(?i)warning|error|panic", await container.LogAsync());
    }

    [Fact]
    public async Task Debians_own_kernel_starts_the_same_files()
    {
        await GuestImages.BuildAsync("evolve/kernel:generic", "kernel/generic");
        await GuestImages.BuildAsync("evolve/php:linux-generic", "php/linux-unikernel", "--build-arg", "KERNEL=generic");
        await using var container = await GuestImages.StartAsync("php", "linux-generic");
        await container.ServeAsync();
        Assert.Equal("linux-unikernel", await FlavourOfAsync("php"));
        await container.GiveBackAsync();
        Assert.Equal("0", (await container.StopAsync()).Status);
    }

    [Fact]
    public async Task A_form_that_was_fetched_from_the_container_is_taken_by_the_guest()
    {
        var form = await _visitor.FetchFormAsync();
        await using var container = await GuestImages.StartAsync("php", "linux-unikernel");
        await container.ServeAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SendAsync(form, "Ada", $"across {container.Name}")).Status);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("php")]
    public async Task A_guest_says_how_it_started_and_shows_no_secret(string tier)
    {
        await using var container = await GuestImages.StartAsync(tier, "linux-unikernel");
        await container.ServeAsync();
        await LampFixture.UntilHealthAsync(container.Name, "healthy");
        var log = await container.LogAsync();
        Assert.Matches(@"runner: ready accel=\w+ kernel=\d+\.\d{3}s boot=\d+\.\d{3}s init=\d+\.\d{3}s program=\d+\.\d{3}s ready=\d+\.\d{3}s", log);
        var seen = log + await LampFixture.DockerAsync("top", container.Name, "-eo", "pid,args");
        Assert.All(LampFixture.Secrets().Values, secret => Assert.DoesNotContain(secret, seen));
    }

    [Fact]
    public async Task A_secret_that_is_missing_is_told_and_nothing_starts()
    {
        var (code, output) = await LampFixture.RunAsync("docker", ["run", "--rm", "--label", GuestImages.Label, .. RunnerImage.Locked, "evolve/php:container-slim"]);
        Assert.Equal(63, code);
        Assert.Contains("init: the variable EVOLVE_FORM_KEY is missing: start this with --env-file", output);
        (code, output) = await LampFixture.RunAsync("docker", ["run", "--rm", "--label", GuestImages.Label, .. RunnerImage.Locked, "evolve/php:linux-unikernel"]);
        Assert.Equal(110, code);
        Assert.Contains("EVOLVE_FORM_KEY", output);
    }

    public void Dispose() => _visitor.Dispose();

    private async Task<string?> FlavourOfAsync(string tier)
    {
        using var status = JsonDocument.Parse((await _visitor.GetAsync("api/status.json")).Body);
        return status.RootElement.GetProperty(tier).GetProperty("flavour").GetString();
    }
}
