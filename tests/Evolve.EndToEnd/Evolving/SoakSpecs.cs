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
    private const int Evolutions = 3;

    public async Task InitializeAsync()
    {
        Assert.NotNull(images);
        await LampFixture.EvolveAsync("reset");
        await lamp.UntilWholeAsync();
    }

    [Fact]
    public async Task Three_evolutions_lose_nothing_and_fail_nobody()
    {
        using var soak = LampFixture.Start(
            LampFixture.Executable, "soak", "--evolutions", $"{Evolutions}", "--json", "--port", $"{lamp.Site.Port}");
        var errors = soak.StandardError.ReadToEndAsync();
        var output = await soak.StandardOutput.ReadToEndAsync();
        await soak.WaitForExitAsync();
        log.WriteLine(await errors);
        Assert.True(soak.ExitCode == 0, output + await errors);

        var report = JsonDocument.Parse(output).RootElement;
        log.WriteLine(output);
        Assert.Equal(Evolutions, report.GetProperty("completed").GetInt32());
        Assert.Equal(Evolutions * GuestImages.Tiers.Length * 2, report.GetProperty("moves").GetArrayLength());
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
