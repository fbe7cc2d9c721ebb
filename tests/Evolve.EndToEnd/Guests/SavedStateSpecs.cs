using System.Globalization;
using System.Net;
using Evolve.EndToEnd.Site;
using Xunit;

namespace Evolve.EndToEnd.Guests;

/// <summary>Guests that start from a saved state of their machine: clones are told apart by everything that counts, and what does not fit starts cold.</summary>
[Collection(OneDeployment.Name)]
public sealed class SavedStateSpecs(LampFixture lamp) : IClassFixture<GuestImages>, IAsyncLifetime
{
    private const int Forms = 40;

    private readonly string _volume = $"evolve-saved-test-{Guid.NewGuid():N}";

    public async Task InitializeAsync() => await LampFixture.DockerAsync("volume", "create", "--label", GuestImages.Label, _volume);

    public async Task DisposeAsync() => await LampFixture.RunAsync("docker", "volume", "rm", "--force", _volume);

    [Fact]
    public async Task Two_clones_never_give_the_same_token_or_visitor_and_have_the_right_time()
    {
        await SaveAsync("php");
        await using var one = await StartAsync("php");
        await using var other = await StartAsync("php");
        var seen = new List<string>();
        foreach (var clone in new[] { one, other })
        {
            await UntilLogAsync(clone, "runner: starts from the saved state in /saved/php, ");
            await clone.ServeAsync();
            Assert.Matches(@"runner: ready accel=\w+ kernel=\S+ awake=\S+ ready=\S+ start=saved\n", await clone.LogAsync());
            for (var i = 0; i < Forms; i++)
            {
                using var visitor = new Visitor(lamp.Site);
                var form = await visitor.FetchFormAsync();
                var lifetime = TimeSpan.FromHours(2);
                var made = DateTimeOffset.FromUnixTimeSeconds(long.Parse(form.Token.Split('.')[0], CultureInfo.InvariantCulture)) - lifetime;
                Assert.InRange((made - DateTimeOffset.UtcNow).TotalSeconds, -3, 1);
                seen.AddRange([visitor.Cookie, form.Key, form.Token]);
            }
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.DoesNotContain("", seen);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("php")]
    public async Task A_clone_serves_the_site_under_its_own_name_and_ends_cleanly(string tier)
    {
        await SaveAsync(tier);
        await using var clone = await StartAsync(tier);
        await clone.ServeAsync();
        using var visitor = new Visitor(lamp.Site);
        var answer = await visitor.SignAsync("Ada", $"through {clone.Name}");
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        var page = await visitor.GetAsync();
        Assert.Contains($"<div><dt>{tier}</dt><dd>linux-unikernel</dd></div>", page.Body);
        Assert.Contains($"through {clone.Name}", page.Body);
        var date = DateTimeOffset.Parse((await visitor.GetAsync("style.css")).Headers["Date"], CultureInfo.InvariantCulture);
        Assert.InRange((date - DateTimeOffset.UtcNow).TotalSeconds, -3, 1);
        await LampFixture.UntilHealthAsync(clone.Name, "healthy");
        Assert.Contains("start        saved", await LampFixture.DockerAsync("exec", clone.Name, "runner", "info"));

        await clone.GiveBackAsync();
        Assert.Equal("0", (await clone.StopAsync()).Status);
        Assert.DoesNotMatch("(?i)warning|error|panic", await clone.LogAsync());
    }

    [Fact]
    public async Task A_state_that_is_missing_or_damaged_or_of_another_secret_makes_a_cold_start_that_serves()
    {
        await ColdAsync("there is no saved state in /saved/php");
        await SaveAsync("php");
        await ColdAsync("the state in /saved/php is of another start: the environment differs", "-e", "EVOLVE_FORM_KEY=another-key-of-this-test-alone");
        await ColdAsync("the state in /saved/php is of another start: the machine differs", "-e", "RUNNER_MEMORY=128M");
        await LampFixture.DockerAsync(
            "run", "--rm", "--label", GuestImages.Label, "-v", $"{_volume}:/saved", "debian:trixie-slim", "truncate", "--size", "8M", "/saved/php");
        await ColdAsync("the state in /saved/php is damaged");
    }

    private async Task ColdAsync(string why, params string[] options)
    {
        await using var guest = await StartAsync("php", options);
        await UntilLogAsync(guest, $"runner: starts cold: {why}\n");
        await UntilLogAsync(guest, " start=cold\n");
        await LampFixture.UntilHealthAsync(guest.Name, "healthy");
    }

    private static Task UntilLogAsync(RunningTier guest, string text) => LampFixture.UntilAsync(
        async () => (await guest.LogAsync()).Contains(text, StringComparison.Ordinal), $"the log of {guest.Name} holds: {text}");

    private Task<RunningTier> StartAsync(string tier, params string[] options) =>
        GuestImages.StartAsync(tier, "linux-unikernel", ["-v", $"{_volume}:/saved:ro", .. options]);

    // As the pre-flight does.
    private async Task SaveAsync(string tier)
    {
        var output = await LampFixture.DockerAsync(
            ["run", "--rm", "--network", "evolve", "--label", GuestImages.Label, .. RunnerImage.Locked,
                "--env-file", Path.Combine(LampFixture.State, "evolve", "secrets.env"), "-v", $"{_volume}:/saved", $"evolve/{tier}:linux-unikernel", "save"]);
        Assert.Matches($@"runner: the state is saved in /saved/{tier}, \d+\.\d MB, after \d+\.\d s$", output);
    }
}
