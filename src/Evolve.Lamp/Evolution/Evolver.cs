using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Flavours;

namespace Evolve.Lamp.Evolution;

/// <summary>Brings tiers to flavours: reads, plans, runs, and reads again until nothing is left to do.</summary>
public sealed class Evolver(ILampReader reader, IPlanShell shell, TimeProvider time, IProgress<PlanEvent> progress)
{
    /// <summary>An edge, other tiers or a database that had to be woken first cost a round each; more means that it comes to no rest.</summary>
    private const int MostRounds = 7;

    private readonly PlanRun _run = new(shell, time, progress);

    /// <summary>The plan for the state as it is now.</summary>
    /// <exception cref="EvolutionException">There is none; the message says what to do first.</exception>
    public async Task<CutoverPlan> PlanAsync(Flavour flavour, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(flavour);
        return CutoverPlanner.Plan(await reader.ReadAsync(flavour.Tier, cancellationToken), flavour);
    }

    /// <summary>Brings a tier to a flavour; what an interrupted run has done already is not done again.</summary>
    /// <returns>Whether anything was left to do.</returns>
    /// <exception cref="EvolutionException">It failed, and the old server goes on serving; the message says why.</exception>
    public async Task<bool> EvolveAsync(Flavour flavour, CancellationToken cancellationToken)
    {
        await shell.SettleAsync(cancellationToken);
        var created = new HashSet<string>(StringComparer.Ordinal);
        string? reason = null;
        for (var round = 0; round < MostRounds; round++)
        {
            var plan = await PlanAsync(flavour, cancellationToken);
            if (plan.IsEmpty)
            {
                return round > 0;
            }

            progress.Report(new PlanEvent.PlanBegan(plan));
            if (await RunAsync(plan, created, cancellationToken) is { } failure)
            {
                if (failure == reason || !await CanGoOnAsync(flavour, failure, created, cancellationToken))
                {
                    throw new EvolutionException($"{flavour.Tier} is not {flavour.Name} yet: {failure}");
                }

                reason = failure;
            }
        }

        throw new EvolutionException(
            $"{flavour.Tier} does not come to rest, after {MostRounds} plans there is still something to do; the last trouble was: {reason ?? "none"}");
    }

    /// <summary>Runs a plan; why it failed, or null.</summary>
    private async Task<string?> RunAsync(CutoverPlan plan, HashSet<string> created, CancellationToken cancellationToken)
    {
        var areVisitorsWaiting = false;
        foreach (var step in plan.Steps)
        {
            if (!areVisitorsWaiting)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            areVisitorsWaiting = step.IsUrgent;
            if (step.Command.NewContainer is { } name)
            {
                created.Add(name);
            }

            var outcome = await _run.RunAsync(step, step.IsUrgent ? CancellationToken.None : cancellationToken);
            if (!outcome.IsSuccess)
            {
                return PlanRun.ReasonOf(step, outcome);
            }
        }

        return null;
    }

    /// <summary>After a failure: whether the way leads on; if not, the old server is left serving.</summary>
    /// <exception cref="EvolutionException">The old one serves; the message says why.</exception>
    private async Task<bool> CanGoOnAsync(
        Flavour flavour, string reason, IReadOnlyCollection<string> created, CancellationToken cancellationToken)
    {
        var state = await ReadAfterAsync(flavour, reason, cancellationToken);
        var own = state.Of(flavour.Tier).Where(server => server.Flavour == flavour.Name);
        if (state.Edge != ContainerState.Running || own.Any(server => server.Role == EdgeRole.Serves || server.Mode == DatabaseMode.Primary))
        {
            // The edge was killed meanwhile, or the new one is the one that counts already: a new plan brings it to the end.
            return true;
        }

        if (CutoverPlanner.Old(state, flavour) is not { } old)
        {
            return false;
        }

        foreach (var step in CutoverPlanner.PlanRetreat(state, flavour, created).Steps)
        {
            // The next step may mend what this one could not; that it failed is on the screen.
            await _run.RunAsync(step, CancellationToken.None);
        }

        // The container that a reason sends to has gone, and what it would have shown has been shown.
        throw new EvolutionException(
            $"{flavour.Tier} is not {flavour.Name}, {old.Name} goes on serving: {reason.Split("; look at: ")[0]}; what was tried is above.");
    }

    private async Task<LampState> ReadAfterAsync(Flavour flavour, string reason, CancellationToken cancellationToken)
    {
        try
        {
            var state = await reader.ReadAsync(flavour.Tier, cancellationToken);
            if (state.Helper is null)
            {
                return state;
            }

            // It may still be at work: only when it is gone the databases' own words are the last ones.
            await _run.RunAsync(HelperEnd(), CancellationToken.None);
            return await reader.ReadAsync(flavour.Tier, cancellationToken);
        }
        catch (Exception e) when (e is EvolutionException or EngineException)
        {
            throw new EvolutionException($"{flavour.Tier} is not {flavour.Name} yet: {reason}; and what serves now cannot be told: {e.Message}", e);
        }
    }

    private static PlanStep HelperEnd()
    {
        var builder = new PlanBuilder(new LampState(null, null, [], [], ImmutableDictionary<string, string>.Empty), "db");
        builder.EndHelper();
        return builder.Build("").Steps[0];
    }
}
