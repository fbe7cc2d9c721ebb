using System.Text.Json;
using Evolve.EndToEnd.Guests;
using Evolve.EndToEnd.Site;
using Xunit;
using Xunit.Abstractions;

namespace Evolve.EndToEnd.Evolving;

/// <summary>All tiers become guests and containers again, several times, under traffic.</summary>
[Collection(OneDeployment.Name)]
public sealed class SoakSpecs(LampFixture lamp, GuestImages images, ITestOutputHelper log) : IClassFixture<GuestImages>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        Assert.NotNull(images);
        await LampFixture.EvolveAsync("reset");
        await lamp.UntilWholeAsync();
    }

    [Theory]
    [InlineData("linux-unikernel", 3, 18)]
    [InlineData(CleanSlate.Flavour, 5, 20)]
    public async Task Evolutions_lose_nothing_and_fail_nobody(string flavour, int evolutions, int moves)
    {
        using var soak = LampFixture.Start(
            LampFixture.Executable, "soak", "--flavour", flavour, "--evolutions", $"{evolutions}", "--json", "--port", $"{lamp.Site.Port}");
        var errors = soak.StandardError.ReadToEndAsync();
        var output = await soak.StandardOutput.ReadToEndAsync();
        await soak.WaitForExitAsync();
        log.WriteLine(await errors);
        Assert.True(soak.ExitCode == 0, output + await errors);

        var report = JsonDocument.Parse(output).RootElement;
        log.WriteLine(output);
        Assert.Equal(evolutions, report.GetProperty("completed").GetInt32());
        Assert.Equal(moves, report.GetProperty("moves").GetArrayLength());
        var traffic = report.GetProperty("traffic");
        Assert.All(["failed", "missing", "missingAtWorst", "doubled"], name => Assert.Equal(0, traffic.GetProperty(name).GetInt32()));
        Assert.True(traffic.GetProperty("acknowledged").GetInt32() > 100, output);
    }

    public async Task DisposeAsync()
    {
        await LampFixture.EvolveAsync("reset");
        await lamp.UntilWholeAsync();
    }
}
