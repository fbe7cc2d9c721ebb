using Evolve.EndToEnd.Guests;
using Evolve.EndToEnd.Site;
using Xunit;
using Xunit.Abstractions;

namespace Evolve.EndToEnd.Evolving;

/// <summary>The engine itself is killed in the middle of a cut-over, and comes back as after a power cut.</summary>
[Collection(OneDeployment.Name)]
public sealed class EngineFaultSpecs(LampFixture lamp, GuestImages images, ITestOutputHelper log) : IClassFixture<GuestImages>, IAsyncLifetime
{
    private const string Guest = "linux-unikernel", Container = "container";

    public async Task InitializeAsync()
    {
        Assert.NotNull(images);
        await LampFixture.EvolveAsync("reset");
        await lamp.UntilWholeAsync();
    }

    [EngineTheory]
    [InlineData("db", "database promote")]
    [InlineData("php", "tier use")]
    public async Task An_engine_killed_while_a_tier_moves_loses_nothing(string tier, string stage)
    {
        await using var traffic = new SteadyTraffic(lamp.Site);
        log.WriteLine(await KillEngineAsync(tier, Guest, stage));

        // An engine that ended takes every container with it: the same words bring all of them back.
        log.WriteLine(await LampFixture.EvolveAsync("tier", tier, Guest));
        await Servers.AssertAloneAsync(tier, Guest);
        await lamp.UntilWholeAsync();
        log.WriteLine(await LampFixture.EvolveAsync("tier", tier, Container));
        await Servers.AssertAloneAsync(tier, Container);
        await traffic.AssertNothingIsLostAsync();
        log.WriteLine(traffic.Summary);
    }

    public async Task DisposeAsync()
    {
        await LampFixture.EvolveAsync("reset");
        await lamp.UntilWholeAsync();
    }

    /// <summary>Begins a cut-over and kills the engine when the command is on the screen; Evolve says that it failed.</summary>
    private static async Task<string> KillEngineAsync(string tier, string flavour, string stage)
    {
        using var evolve = LampFixture.Start(LampFixture.Executable, "tier", tier, flavour);
        var error = evolve.StandardError.ReadToEndAsync();
        var output = "";
        string[]? engine = null;
        while (await evolve.StandardOutput.ReadLineAsync() is { } line)
        {
            output += line + "\n";
            if (engine is null && line.StartsWith("docker ", StringComparison.Ordinal) && line.Contains(stage, StringComparison.Ordinal))
            {
                engine = await EngineUnderTest.KillAsync();
            }
        }

        await evolve.WaitForExitAsync();
        output += await error;
        Assert.True(engine is not null, $"The stage {stage} never came:\n{output}");
        await EngineUnderTest.StartAsync(engine);
        Assert.NotEqual(0, evolve.ExitCode);
        return output;
    }
}
