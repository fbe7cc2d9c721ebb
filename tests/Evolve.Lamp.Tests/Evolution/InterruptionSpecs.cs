using Evolve.Lamp.Deployment;
using Evolve.Lamp.Evolution;

namespace Evolve.Lamp.Tests.Evolution;

/// <summary>Whatever is killed, and whenever: run again, it ends right, and nothing is lost.</summary>
public sealed class InterruptionSpecs
{
    private static readonly TimeSpan Any = TimeSpan.FromSeconds(1);

    /// <summary>Tier, whether it is the way back, how many commands run before the end comes, and what is killed with it.</summary>
    public static TheoryData<string, bool, int, string> Stages()
    {
        var stages = new TheoryData<string, bool, int, string>();
        foreach (var tier in CutoverPlanner.Tiers)
        {
            foreach (var isBack in new[] { false, true })
            {
                var site = After(tier, isBack);
                var length = site.Plan(tier, Goal(isBack)).Steps.Length;
                for (var count = 0; count <= length; count++)
                {
                    foreach (var victim in new[] { "nothing", "edge", $"{tier}-copy-1", $"{tier}-container-1", "db-helper", "engine" })
                    {
                        stages.Add(tier, isBack, count, victim);
                    }
                }
            }
        }

        return stages;
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task A_cut_over_that_is_interrupted_ends_right_when_it_is_run_again(string tier, bool isBack, int count, string victim)
    {
        var site = After(tier, isBack);
        await PlayAsync(site, tier, Goal(isBack), count);
        KillIfThere(site, victim);
        site.PassTime();
        await EvolveAsync(site, tier, Goal(isBack));
        AssertRight(site, tier, Goal(isBack));
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public async Task And_the_other_way_for_who_lost_heart(string tier, bool isBack, int count, string victim)
    {
        var site = After(tier, isBack);
        await PlayAsync(site, tier, Goal(isBack), count);
        KillIfThere(site, victim);
        site.PassTime();
        await EvolveAsync(site, tier, Goal(!isBack));
        AssertRight(site, tier, Goal(!isBack));
    }

    // The promotion is many statements in one command: the end may come between any two of them.
    [Theory]
    [InlineData(false, "copy")]
    [InlineData(false, "container")]
    [InlineData(true, "copy")]
    [InlineData(true, "container")]
    public async Task A_promotion_that_is_interrupted_half_way_ends_right(bool isPromoted, string goal)
    {
        var site = new ModelSite();
        var plan = site.Plan("db", "copy");
        await PlayAsync(site, "db", "copy", plan.Commands.ToList().FindIndex(command => command.OneLine.Contains("promote", StringComparison.Ordinal)));
        site["db-container-1"].TakesWrites = false;
        if (isPromoted)
        {
            site["db-copy-1"].Writes = site["db-container-1"].Writes;
            site["db-copy-1"].Follows = null;
            site["db-copy-1"].TakesWrites = true;
        }

        site.Kill("db-helper");
        site.PassTime();
        await EvolveAsync(site, "db", goal);
        AssertRight(site, "db", goal);
    }

    [Fact]
    public async Task Run_twice_the_second_run_does_nothing()
    {
        var site = new ModelSite();
        Assert.True(await EvolveAsync(site, "db", "copy"));
        site.Run.Clear();
        Assert.False(await EvolveAsync(site, "db", "copy"));
        Assert.Empty(site.Run);
    }

    private static void KillIfThere(ModelSite site, string victim)
    {
        if (victim is "edge" or "db-helper" or "engine" || site.Has(victim))
        {
            site.Kill(victim);
        }
    }

    private static string Goal(bool isBack) => isBack ? "container" : "copy";

    /// <summary>The site before the cut-over: for the way back, after the way there.</summary>
    private static ModelSite After(string tier, bool isBack)
    {
        var site = new ModelSite();
        site.Write();
        if (isBack)
        {
            Assert.True(PlayAsync(site, tier, "copy", int.MaxValue).IsCompletedSuccessfully);
        }

        return site;
    }

    private static async Task PlayAsync(ModelSite site, string tier, string flavour, int count)
    {
        foreach (var command in site.Plan(tier, flavour).Commands.Take(count))
        {
            Assert.True((await site.RunAsync(command, Any, _ => { }, CancellationToken.None)).IsSuccess, command.OneLine);
        }
    }

    private static Task<bool> EvolveAsync(ModelSite site, string tier, string flavour) =>
        new Evolver(site, site, TimeProvider.System, new Progress<PlanEvent>()).EvolveAsync(ModelSite.Flavour(tier, flavour), CancellationToken.None);

    private static void AssertRight(ModelSite site, string tier, string flavour)
    {
        var servers = site.Read().Of(tier).ToList();
        var serving = Assert.Single(servers, server => server.Role == EdgeRole.Serves);
        Assert.Equal(flavour, serving.Flavour);
        Assert.Equal(ContainerState.Running, serving.State);
        Assert.All(servers.Where(server => server != serving), server => Assert.False(server.IsAlive));
        Assert.All(servers.Where(server => server != serving), server => Assert.Equal(EdgeRole.Unknown, server.Role));
        Assert.All(site.Read().Servers, server => Assert.True(server.IsAlive || server.Role != EdgeRole.Serves, $"{server.Name} does not run"));
        Assert.Equal(ContainerState.Running, site.Edge);
        Assert.Null(site.Helper);
        Assert.False(site.IsPaused);
        if (tier == "db")
        {
            Assert.True(site[serving.Name].TakesWrites);
            Assert.Equal(site.Acknowledged, site[serving.Name].Writes);
        }
    }
}
