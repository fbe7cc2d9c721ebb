using Evolve.Lamp.Deployment;
using Evolve.Lamp.Flavours;

namespace Evolve.Lamp.Evolution;

/// <summary>Makes plans from states; asks and changes nothing.</summary>
public static class CutoverPlanner
{
    /// <summary>The tiers that can change, in the order in which a visitor's request meets them.</summary>
    public static IReadOnlyList<string> Tiers { get; } = ["web", "php", "db"];

    /// <summary>What is left to do until a tier is of this flavour.</summary>
    /// <exception cref="EvolutionException">It cannot be done from this state; the message says what to do first.</exception>
    public static CutoverPlan Plan(LampState state, Flavour flavour)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(flavour);
        var builder = new PlanBuilder(state, flavour.Tier);
        switch (state.Edge)
        {
            case null:
                throw new EvolutionException("There is no edge, so nothing can change under way: start the site first, as the talk's third chapter does.");
            case not ContainerState.Running:
                builder.StartEdge();
                return builder.Build($"{flavour.Tier}: the edge first", isPrelude: true);
        }

        if (Asleep(state, flavour.Tier) is { Count: > 0 } asleep)
        {
            // After the machine or its engine went, nothing runs; what is known of a move then is worth nothing to visitors.
            foreach (var server in asleep)
            {
                builder.Wake(server);
            }

            return builder.Build($"{flavour.Tier}: the other tiers first", isPrelude: true);
        }

        return flavour.Tier == "db" ? DatabasePlanner.Plan(state, flavour) : PlanStateless(state, flavour, builder);
    }

    /// <summary>
    /// What leaves the old server serving after a new one of this flavour failed; nothing when no other one serves.
    /// </summary>
    /// <param name="state">The state after the failure.</param>
    /// <param name="flavour">The flavour that failed.</param>
    /// <param name="created">The containers that were made for it, which go again; others are only stopped.</param>
    public static CutoverPlan PlanRetreat(LampState state, Flavour flavour, IReadOnlyCollection<string> created)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(flavour);
        ArgumentNullException.ThrowIfNull(created);
        var builder = new PlanBuilder(state, flavour.Tier);
        if (state.Edge == ContainerState.Running && Old(state, flavour) is { } old)
        {
            if (flavour.Tier == "db")
            {
                DatabasePlanner.GiveBack(state, old, builder);
            }

            // One that was kept from an earlier time has no part in it.
            var own = state.Of(flavour.Tier).Where(server => server.Flavour == flavour.Name && server.Role != EdgeRole.Serves);
            foreach (var failed in own.Where(server => server.IsAlive || server.Role == EdgeRole.Waits || created.Contains(server.Name)))
            {
                builder.TellLog(failed.Name);
                if (failed.Role == EdgeRole.Waits)
                {
                    builder.Forget(failed.Name, isAlive: false);
                }

                if (created.Contains(failed.Name))
                {
                    builder.Remove(failed.Name);
                }
                else
                {
                    builder.Stop(failed);
                }
            }
        }

        return builder.Build($"{flavour.Tier}: back to what serves");
    }

    /// <summary>The server that goes on serving when the new one fails, or null.</summary>
    internal static LampServer? Old(LampState state, Flavour flavour) => state.Of(flavour.Tier)
        .FirstOrDefault(server => server.Flavour != flavour.Name && server.Role == EdgeRole.Serves && server.IsAlive);

    /// <summary>The container that shall serve: one that does already, one that runs, one that was kept, or a new one.</summary>
    internal static (string Name, LampServer? Server) ChooseTarget(LampState state, Flavour flavour)
    {
        var own = state.Of(flavour.Tier).Where(server => server.Flavour == flavour.Name).ToList();
        var image = state.Images.GetValueOrDefault(PlanBuilder.ImageOf(flavour));
        var chosen = own.FirstOrDefault(server => server.Mode == DatabaseMode.Primary)
            ?? own.FirstOrDefault(server => server.Role == EdgeRole.Serves)
            ?? own.FirstOrDefault(server => server.IsAlive)
            ?? own.FirstOrDefault(server => image is null || server.ImageId == image);
        if (chosen is not null)
        {
            return (chosen.Name, chosen);
        }

        var taken = own.Select(server => TierName.NumberOf(server.Name, flavour.Tier, flavour.Name)).ToHashSet();
        var number = Enumerable.Range(1, taken.Count + 1).First(candidate => !taken.Contains(candidate));
        return ($"{flavour.Tier}-{flavour.Name}-{number}", null);
    }

    internal static string TitleOf(LampState state, Flavour flavour, string target)
    {
        var old = state.Of(flavour.Tier).Where(server => server.Role == EdgeRole.Serves && server.Name != target).Select(server => server.Name);
        return string.Join(" ", [$"{flavour.Tier}:", .. old, "→", target]);
    }

    internal static void RetireOthers(LampState state, string tier, string target, PlanBuilder builder)
    {
        foreach (var server in state.Of(tier).Where(server => server.Name != target))
        {
            builder.Retire(server);
        }

        foreach (var other in state.Others.Where(other => other.Tier == tier))
        {
            builder.Forget(other.Server);
        }
    }

    /// <summary>What would serve the other tiers and does not run, from the data to the visitor.</summary>
    private static List<LampServer> Asleep(LampState state, string tier) =>
        [.. Tiers.Reverse().Where(other => other != tier).SelectMany(state.Of).Where(server => server.Role == EdgeRole.Serves
            && server.State is ContainerState.Created or ContainerState.Exited or ContainerState.Paused)];

    private static CutoverPlan PlanStateless(LampState state, Flavour flavour, PlanBuilder builder)
    {
        var (name, server) = ChooseTarget(state, flavour);
        if (server is null)
        {
            builder.Run(name, flavour);
        }
        else
        {
            builder.Wake(server);
        }

        var others = state.Of(flavour.Tier).Where(other => other.Name != name).Any(other => other.Role == EdgeRole.Serves)
            || state.Others.Any(other => other.Tier == flavour.Tier && other.Serves);
        if (others || server is not { State: ContainerState.Running, Role: EdgeRole.Serves, IsUp: true })
        {
            builder.Use(name);
        }

        RetireOthers(state, flavour.Tier, name, builder);
        return builder.Build(TitleOf(state, flavour, name));
    }
}
