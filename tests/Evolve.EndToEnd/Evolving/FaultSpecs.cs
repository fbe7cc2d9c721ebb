using System.Diagnostics;
using Evolve.EndToEnd.Guests;
using Evolve.EndToEnd.Site;
using Xunit;
using Xunit.Abstractions;

namespace Evolve.EndToEnd.Evolving;

/// <summary>
/// Something is killed at a stage of a cut-over, then the same is typed again: it ends right, and nothing is lost. Every
/// stage with every victim is played in memory by InterruptionSpecs; here are those where a real engine, a real guest or
/// a real database could differ, since each costs many seconds.
/// </summary>
[Collection(OneDeployment.Name)]
public sealed class FaultSpecs(LampFixture lamp, CopyFlavours copies, GuestImages images, ITestOutputHelper log)
    : IClassFixture<CopyFlavours>, IClassFixture<GuestImages>, IAsyncLifetime
{
    private const string Home = "container", Copy = "copy", Guest = "linux-unikernel";
    private const string Run = "docker run|start", Use = "tier use", Drain = "tier drain", Remove = "tier remove", Stop = "docker stop";
    private const string Add = "tier add", Follow = "database follow", Pause = "tier pause", Promote = "database promote", Switch = "tier switch";

    /// <summary>The table: tier, the flavour it is on the way to, stage, victims.</summary>
    private static readonly (string Tier, string Away, string Stage, string[] Victims)[] Cases =
    [
        ("php", Guest, Run, ["edge"]),
        ("php", Guest, Use, ["new", "evolve"]),
        ("web", Guest, Run, ["evolve"]),
        ("web", Guest, Drain, ["new"]),
        ("db", Guest, Run, ["new"]),
        ("db", Guest, Follow, ["new"]),
        ("db", Guest, Promote, ["new", "old", "evolve"]),
        ("db", Guest, Switch, ["edge"]),
        ("php", Copy, Run, ["evolve", "new"]),
        ("php", Copy, Use, ["old", "edge"]),
        ("php", Copy, Drain, ["old", "edge"]),
        ("php", Copy, Remove, ["evolve"]),
        ("php", Copy, Stop, ["evolve"]),
        ("web", Copy, Use, ["evolve"]),
        ("db", Copy, Run, ["evolve", "new"]),
        ("db", Copy, Add, ["edge"]),
        ("db", Copy, Follow, ["evolve", "helper"]),
        ("db", Copy, Pause, ["evolve", "old", "helper"]),
        ("db", Copy, Promote, ["edge", "helper"]),
        ("db", Copy, Switch, ["evolve", "new", "old"]),
        ("db", Copy, Drain, ["edge"]),
        ("db", Copy, Stop, ["old"]),
    ];

    /// <summary>The table, a victim a case.</summary>
    public static TheoryData<string, string, string, string> Table()
    {
        var table = new TheoryData<string, string, string, string>();
        foreach (var (tier, away, stage, victims) in Cases)
        {
            foreach (var victim in victims)
            {
                table.Add(tier, away, stage, victim);
            }
        }

        return table;
    }

    public async Task InitializeAsync()
    {
        Assert.NotNull(images);
        foreach (var tier in copies.IsAtRest ? [] : new[] { "web", "php", "db" })
        {
            // A case that failed may have gone to either side: where it went is where this one begins.
            await copies.SucceedAsync("tier", tier, FlavourOf(await Servers.ServingAsync(tier)));
        }

        copies.IsAtRest = false;
        await lamp.UntilWholeAsync();
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Run_again_after_a_kill_it_ends_right(string tier, string away, string stage, string victim)
    {
        var old = await Servers.ServingAsync(tier);
        var goal = FlavourOf(old) == away ? Home : away;
        await using var traffic = new SteadyTraffic(lamp.Site);
        log.WriteLine(await InterruptAsync(tier, goal, stage, victim, old));
        log.WriteLine(await copies.SucceedAsync("tier", tier, goal));
        await Servers.AssertAloneAsync(tier, goal);
        await lamp.UntilWholeAsync();
        if (goal == Guest)
        {
            // The way back belongs to it, and the next case that is to become a guest shall not be one already.
            log.WriteLine(await copies.SucceedAsync("tier", tier, Home));
            await Servers.AssertAloneAsync(tier, Home);
        }

        await traffic.AssertNothingIsLostAsync();
        log.WriteLine(traffic.Summary);
        copies.IsAtRest = true;
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

    private static bool IsStage(string line, string stage, string tier) => stage == Run
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
            _ => (await Servers.AllAsync(tier)).LastOrDefault(name => name.Length > 0 && FlavourOf(name) == goal) ?? "",
        };

        // It may not be there yet, or not any more: then this stage has nothing to lose.
        await LampFixture.RunAsync("docker", "kill", name);
    }

    /// <summary>The middle of TIER-FLAVOUR-N; a flavour may have hyphens of its own.</summary>
    private static string FlavourOf(string name) => string.Join('-', name.Split('-')[1..^1]);
}
