using System.Diagnostics;
using Evolve.EndToEnd.Site;
using Xunit;
using Xunit.Abstractions;

namespace Evolve.EndToEnd.Evolving;

/// <summary>Something is killed at a stage of a cut-over, then the same is typed again: it ends right, and nothing is lost.</summary>
[Collection(OneDeployment.Name)]
public sealed class FaultSpecs(LampFixture lamp, CopyFlavours copies, ITestOutputHelper log) : IClassFixture<CopyFlavours>, IAsyncLifetime
{
    /// <summary>Who can be killed at which stage: everybody who has something to lose there.</summary>
    private static readonly (string Stage, string[] Victims)[] Stateless =
    [
        ("docker run|start", ["evolve", "new", "old", "edge"]),
        ("tier use", ["evolve", "new", "old", "edge"]),
        ("tier drain", ["evolve", "old", "edge"]),
        ("docker stop", ["evolve"]),
    ];

    private static readonly (string Stage, string[] Victims)[] Database =
    [
        ("docker run|start", ["evolve", "new"]),
        ("tier add", ["evolve"]),
        ("database follow", ["evolve", "new", "edge", "helper"]),
        ("tier pause", ["evolve", "old", "edge", "helper"]),
        ("database promote", ["evolve", "new", "old", "edge", "helper"]),
        ("tier switch", ["evolve", "new", "edge"]),
        ("tier drain", ["evolve"]),
        ("docker stop", ["evolve"]),
    ];

    /// <summary>The table: tier, stage, victim.</summary>
    public static TheoryData<string, string, string> Table()
    {
        var table = new TheoryData<string, string, string>();
        foreach (var (stage, victims) in Stateless)
        {
            foreach (var victim in victims)
            {
                table.Add("php", stage, victim);
            }

            table.Add("web", stage, "evolve");
        }

        foreach (var (stage, victim) in Database.SelectMany(row => row.Victims.Select(victim => (row.Stage, victim))))
        {
            table.Add("db", stage, victim);
        }

        return table;
    }

    public async Task InitializeAsync()
    {
        foreach (var tier in new[] { "web", "php", "db" })
        {
            // The case before may have gone to either side: where it went is where this one begins.
            await copies.SucceedAsync("tier", tier, FlavourOf(await Servers.ServingAsync(tier)));
        }

        await lamp.UntilWholeAsync();
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Run_again_after_a_kill_it_ends_right(string tier, string stage, string victim)
    {
        var old = await Servers.ServingAsync(tier);
        var goal = FlavourOf(old) == "copy" ? "container" : "copy";
        await using var traffic = new SteadyTraffic(lamp.Site);
        log.WriteLine(await InterruptAsync(tier, goal, stage, victim, old));
        log.WriteLine(await copies.SucceedAsync("tier", tier, goal));
        await Servers.AssertAloneAsync(tier, goal);
        await lamp.UntilWholeAsync();
        await traffic.AssertNothingIsLostAsync();
        log.WriteLine(traffic.Summary);
    }

    public Task DisposeAsync() => lamp.UntilWholeAsync();

    /// <summary>Begins a cut-over, kills the victim as soon as the command of the stage is on the screen, and waits for the end.</summary>
    private async Task<string> InterruptAsync(string tier, string goal, string stage, string victim, string old)
    {
        using var evolve = copies.Start("tier", tier, goal);
        var error = evolve.StandardError.ReadToEndAsync();
        var output = "";
        var isKilled = false;
        while (await evolve.StandardOutput.ReadLineAsync() is { } line)
        {
            output += line + "\n";
            if (!isKilled && IsStage(line, stage, tier))
            {
                isKilled = true;
                await KillAsync(victim, evolve, tier, goal, old);
            }
        }

        await evolve.WaitForExitAsync();
        Assert.True(isKilled, $"The stage {stage} never came:\n{output}{await error}");
        return output + await error;
    }

    private static bool IsStage(string line, string stage, string tier) => stage == "docker run|start"
        ? line.StartsWith($"docker run -d --name {tier}-", StringComparison.Ordinal) || line.StartsWith($"docker start {tier}-", StringComparison.Ordinal)
        : line.StartsWith("docker ", StringComparison.Ordinal) && line.Contains(stage, StringComparison.Ordinal);

    private static async Task KillAsync(string victim, Process evolve, string tier, string goal, string old)
    {
        if (victim == "evolve")
        {
            evolve.Kill();
            return;
        }

        var name = victim switch
        {
            "old" => old,
            "edge" => "edge",
            "helper" => "db-helper",
            _ => (await Servers.AllAsync(tier)).LastOrDefault(name => FlavourOf(name) == goal) ?? "",
        };

        // It may not be there yet, or not any more: then this stage has nothing to lose.
        await LampFixture.RunAsync("docker", "kill", name);
    }

    private static string FlavourOf(string name) => name.Split('-')[1];
}
