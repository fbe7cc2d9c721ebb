using System.Collections.Immutable;
using System.Globalization;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Traffic;

namespace Evolve.Lamp.Soak;

/// <summary>
/// Lets every tier go away and come back, again and again, while traffic flows; ends with the first defect, so that
/// what is found afterwards is the state of the defect.
/// </summary>
/// <param name="evolve">Brings a tier to a flavour, as <see cref="Evolver.EvolveAsync"/> does.</param>
/// <param name="traffic">Traffic that was not begun yet.</param>
/// <param name="tiers">The tiers, in the order in which they go away; they come back in the opposite one.</param>
/// <param name="time">The clock.</param>
/// <param name="progress">Told every move.</param>
public sealed class SoakRun(
    Func<Flavour, CancellationToken, Task<bool>> evolve,
    TrafficRun traffic,
    ImmutableArray<SoakTier> tiers,
    TimeProvider time,
    IProgress<SoakMove> progress)
{
    /// <summary>The longest that a visitor's write may wait while the database moves.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>Traffic before the first move and after each: what a move leaves broken shows then, and counts as its own.</summary>
    internal static readonly TimeSpan Calm = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly ImmutableArray<SoakMove>.Builder _moves = ImmutableArray.CreateBuilder<SoakMove>();

    /// <summary>Runs it once.</summary>
    /// <param name="evolutions">How often everything goes away and comes back, from 1.</param>
    /// <param name="stop">Ends it after what cannot be broken off; the report says how far it came.</param>
    public async Task<SoakReport> RunAsync(int evolutions, CancellationToken stop)
    {
        using var ended = new CancellationTokenSource();
        var sending = traffic.RunAsync(null, ended.Token, CancellationToken.None);
        var completed = 0;
        string? problem;
        try
        {
            problem = await WarmUpAsync(sending, stop);
            while (problem is null && completed < evolutions)
            {
                problem = await GoAndComeBackAsync(completed + 1, sending, stop);
                completed += problem is null ? 1 : 0;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            problem = string.Create(CultureInfo.InvariantCulture, $"It was stopped after {completed} of {evolutions} evolutions.");
        }
        finally
        {
            await ended.CancelAsync();
        }

        var report = await sending;
        return new SoakReport(evolutions, completed, _moves.ToImmutable(), report, problem ?? Fault(report));
    }

    private async Task<string?> GoAndComeBackAsync(int evolution, Task sending, CancellationToken stop)
    {
        foreach (var flavour in tiers.Select(tier => tier.Away).Concat(tiers.Reverse().Select(tier => tier.Home)))
        {
            if (await MoveAsync(evolution, flavour, sending, stop) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <summary>One move, and what was wrong with it.</summary>
    private async Task<string?> MoveAsync(int evolution, Flavour flavour, Task sending, CancellationToken stop)
    {
        var began = time.GetTimestamp();
        string? problem = null;
        try
        {
            if (!await evolve(flavour, stop))
            {
                problem = $"{flavour.Tier} was {flavour.Name} already: something else moves the tiers meanwhile.";
            }
        }
        catch (Exception exception) when (exception is EvolutionException or EngineException)
        {
            problem = exception.Message;
        }

        var took = time.GetElapsedTime(began);
        await SettleAsync(sending, stop);
        var lap = traffic.TakeLap();
        var now = traffic.Current;
        var move = new SoakMove(evolution, flavour.Tier, flavour.Name, took, lap, now.Audit, problem ?? Fault(flavour.Tier, lap, now));
        _moves.Add(move);
        progress.Report(move);
        return move.Problem;
    }

    /// <summary>Until the first answers are there: a site that does not answer at all needs no move to be broken.</summary>
    private async Task<string?> WarmUpAsync(Task sending, CancellationToken stop)
    {
        await SettleAsync(sending, stop);
        var lap = traffic.TakeLap();
        var now = traffic.Current;
        return now.Problem ?? (lap.Failed > 0 ? $"The site failed before anything moved: {Kinds(now)}." : null);
    }

    /// <summary>Waits until everything has ended that was due by a moment from now.</summary>
    private async Task SettleAsync(Task sending, CancellationToken stop)
    {
        var until = traffic.Current.Elapsed + Calm;
        while (!sending.IsCompleted && traffic.Current is { Phase: TrafficPhase.Running } now && (now.Elapsed < until || now.Oldest < until))
        {
            await Task.Delay(Beat, time, stop);
        }
    }

    private static string? Fault(string tier, TrafficLap lap, TrafficSnapshot now) => now switch
    {
        { Problem: { } problem } => problem,
        _ when lap.Failed > 0 => $"{lap.Failed} of {lap.Ended} requests failed: {Kinds(now)}.",
        { Audit: { MissingAtWorst: > 0 } audit } => $"{audit.MissingAtWorst} acknowledged writes were missing.",
        { Audit: { Doubled: > 0 } audit } => $"{audit.Doubled} writes are stored twice.",
        _ when tier == "db" && lap.LongestWrite > LongestWait => string.Create(
            CultureInfo.InvariantCulture, $"A write waited {lap.LongestWrite.TotalSeconds:0.00} s, and at most {LongestWait.TotalSeconds:0} s is promised."),
        _ => null,
    };

    private static string? Fault(TrafficReport report) => report switch
    {
        { IsGood: true } => null,
        { Problem: { } problem } => problem,
        { IsAudited: false } => "The site did not answer the last audit: nothing is known of missing writes.",
        _ => $"In the end {report.Counts.Failed} requests had failed, {report.Audit.MissingAtWorst} acknowledged writes were missing and {report.Audit.Doubled} doubled.",
    };

    private static string Kinds(TrafficSnapshot now) => string.Join(", ", now.Failures.Select(failure => $"{failure.Count} {failure.What}"));
}
