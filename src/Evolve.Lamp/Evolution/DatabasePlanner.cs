using Evolve.Lamp.Deployment;
using Evolve.Lamp.Flavours;

namespace Evolve.Lamp.Evolution;

/// <summary>
/// Plans for the tier that keeps something: the new one follows the old one, and takes its place while connections wait.
/// At no time do two databases take writes, and none that once did is started so.
/// </summary>
internal static class DatabasePlanner
{
    internal static CutoverPlan Plan(LampState state, Flavour flavour)
    {
        var builder = new PlanBuilder(state, flavour.Tier);
        if (state.Helper is not null)
        {
            // It may be in the middle of something: whatever is read before it is gone may be untrue in a moment.
            builder.EndHelper();
            return builder.Build("db: an earlier helper goes first", isPrelude: true);
        }

        var source = SourceOf(state);
        if (source.State != ContainerState.Running || source.Mode is null or DatabaseMode.Silent)
        {
            builder.Wake(source);
            if (source.Role == EdgeRole.Unknown)
            {
                builder.AddToEdge(source.Name);
            }

            builder.Await(source.Name);
            return builder.Build($"db: {source.Name} has the data, it first", isPrelude: true);
        }

        var (name, server) = CutoverPlanner.ChooseTarget(state, flavour);
        if (name == source.Name)
        {
            Settle(state, source, builder);
        }
        else
        {
            Move(state, source, name, server, flavour, builder);
        }

        return builder.Build(CutoverPlanner.TitleOf(state, flavour, name));
    }

    /// <summary>After a failure: the old one takes writes again, unless the new one does.</summary>
    internal static void GiveBack(LampState state, LampServer old, PlanBuilder builder)
    {
        if (old.Mode == DatabaseMode.Replica && state.Of("db").All(server => server.Mode != DatabaseMode.Primary))
        {
            builder.StartHelper();
            builder.Promote(old.Name);
            builder.EndHelper();
        }

        builder.Resume();
    }

    /// <summary>The one that has every write that was ever acknowledged.</summary>
    private static LampServer SourceOf(LampState state)
    {
        var servers = state.Of("db").ToList();
        var serving = servers.FirstOrDefault(server => server.Role == EdgeRole.Serves);
        if (serving is { State: not ContainerState.Running })
        {
            // Before it runs nobody can know whether it takes writes.
            return serving;
        }

        var primaries = servers.Where(server => server.Mode == DatabaseMode.Primary).ToList();
        return primaries switch
        {
            [var only] => only,
            [] when serving is not null => serving,
            [] when servers is [var only] => only,
            _ when serving is { Mode: DatabaseMode.Primary } => serving,
            [] when servers.Count == 0 => throw new EvolutionException(
                "There is no database, so there is no data to move: start the site first, as the talk's third chapter does."),
            _ => throw new EvolutionException(
                $"It cannot be told which database has the last writes ({string.Join(", ", servers.Select(server => server.Name))}): "
                + "say it to the edge with `docker exec edge tier use db NAME`."),
        };
    }

    private static void Settle(LampState state, LampServer source, PlanBuilder builder)
    {
        if (source.Mode == DatabaseMode.Replica)
        {
            // No other one takes writes, and the edge says that this one had the last.
            builder.StartHelper();
            builder.Promote(source.Name);
            builder.EndHelper();
        }

        var othersServe = state.Of("db").Any(other => other.Name != source.Name && other.Role == EdgeRole.Serves)
            || state.Others.Any(other => other.Tier == "db" && other.Serves);
        if (othersServe || source is not { Role: EdgeRole.Serves, IsUp: true })
        {
            builder.Use(source.Name);
        }

        CutoverPlanner.RetireOthers(state, "db", source.Name, builder);
    }

    private static void Move(
        LampState state, LampServer source, string name, LampServer? server, Flavour flavour, PlanBuilder builder)
    {
        if (source is { Mode: DatabaseMode.Primary, Role: not EdgeRole.Serves })
        {
            // An earlier cut-over ended between the promotion and the switch: visitors first.
            builder.Use(source.Name);
        }

        if (server is null)
        {
            builder.Run(name, flavour);
        }
        else
        {
            builder.Wake(server);
        }

        builder.AddToEdge(name);
        builder.Await(name);
        builder.StartHelper();
        builder.Follow(name, source.Name);
        builder.Pause();
        builder.Promote(name, source.Name);
        builder.Switch(name);
        CutoverPlanner.RetireOthers(state with { Servers = [.. state.Servers.Select(other => Known(other, source))] }, "db", name, builder);
        builder.EndHelper();
    }

    /// <summary>The source is known to the edge by the time it is retired.</summary>
    private static LampServer Known(LampServer server, LampServer source) =>
        server.Name == source.Name && server.Role == EdgeRole.Unknown ? server with { Role = EdgeRole.Waits } : server;
}
