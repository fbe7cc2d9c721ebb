using System.Collections.Immutable;
using Evolve.Evolving;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;
using Evolve.Player.Commands;
using Evolve.Verbs;

namespace Evolve.Talking;

/// <summary>What commands ask of the deployment, done as the verbs of the command line do it.</summary>
internal sealed class LampDesk(Backstage backstage) : ILampControl
{
    /// <summary>The tiers and their flavours; what is wrong with a flavour is told where it is used.</summary>
    public static ImmutableArray<TierFlavours> Tiers(Installation installation)
    {
        var flavours = FlavourCatalog.Read(installation.Assets).Flavours;
        return
        [
            .. CutoverPlanner.Tiers.Select(tier => new TierFlavours(
                tier, [.. flavours.Where(flavour => flavour.Tier == tier).Select(flavour => flavour.Name)])),
        ];
    }

    public async Task ListTiersAsync(Action<string> print, CancellationToken cancellationToken)
    {
        try
        {
            var engine = backstage.RequireEngine();
            var shell = new BashShell(backstage.StepVariables(), backstage.State["cutover.lock"], TimeProvider.System);
            var state = await new LampReader(engine, backstage.Identity.Id, shell).ReadAsync("web", cancellationToken);
            print($"edge  {(state.Edge is { } edge ? InWords(edge) : "not there")}");
            foreach (var tier in CutoverPlanner.Tiers)
            {
                print($"{tier,-4}  {InWords([.. state.Of(tier)])}");
            }
        }
        catch (Exception exception) when (exception is UserException or EngineException or EvolutionException)
        {
            throw new CommandException(exception.Message, exception);
        }
    }

    public async Task EvolveAsync(string tier, string flavour, Action<string> print, CancellationToken cancellationToken)
    {
        try
        {
            using var words = new LineWriter(print);
            var session = backstage.Session with { Output = words, Error = words };
            var wanted = TierVerb.Find(session, tier, flavour);
            using var workshop = Workshop.Open(session, backstage.Port);
            await using var hold = await workshop.HoldAsync($"tier {tier} {flavour}", cancellationToken);
            if (!await workshop.EvolveAsync(wanted, cancellationToken))
            {
                throw new CommandException($"{tier} is not {flavour}; why is in the lines above.");
            }
        }
        catch (UserException exception)
        {
            throw new CommandException(exception.Message, exception);
        }
    }

    private static string InWords(LampServer[] servers) => servers.Length == 0
        ? "not there"
        : string.Join("; ", servers.OrderByDescending(server => server.Role == EdgeRole.Serves).Select(server =>
            $"{server.Flavour}: {server.Name}, {InWords(server.State)}{(server.Role == EdgeRole.Serves ? ", serves" : "")}"));

    private static string InWords(ContainerState state) => state.ToString().ToLowerInvariant();
}
