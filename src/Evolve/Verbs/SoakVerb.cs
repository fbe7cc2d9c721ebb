using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Evolve.Evolving;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Soak;
using Evolve.Lamp.Traffic;
using Evolve.Reports;

namespace Evolve.Verbs;

/// <summary><c>evolve soak</c>: every tier becomes a unikernel and a container again, under traffic, as often as asked.</summary>
internal static class SoakVerb
{
    private const int MostEvolutions = 10_000;
    private const string Home = "container";

    public static Command Create(Session session)
    {
        var evolutions = new Option<int>("--evolutions")
        {
            Description = $"How often every tier goes there and comes back, from 1 to {MostEvolutions}, by default 1.",
            DefaultValueFactory = _ => 1,
        };
        evolutions.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostEvolutions))
            {
                result.AddError($"--evolutions takes a number from 1 to {MostEvolutions}, not “{token.Value}”.");
            }
        });
        var flavour = new Option<string>("--flavour")
        {
            Description = "What the tiers become that have it, by default linux-unikernel.",
            DefaultValueFactory = _ => "linux-unikernel",
        };
        var rate = Options.Number("--rate", "Requests a second, half of them writes.", new TrafficPlan().Rate, 0.1, TrafficPlan.MostRate);
        var json = new Option<bool>("--json") { Description = "Print the report as JSON; what happens meanwhile goes to the other stream." };
        var port = Options.Port();
        var verb = new Command("soak", "Let every tier become a unikernel and a container again under traffic; say whether anything failed, was lost or doubled.")
        {
            evolutions, flavour, rate, json, port,
        };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            session, parsed.GetValue(evolutions), parsed.GetRequiredValue(flavour), parsed.GetValue(rate), parsed.GetValue(json), parsed.GetValue(port), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(
        Session session, int evolutions, string away, double rate, bool isJson, int port, CancellationToken stop)
    {
        ImmutableArray<SoakTier> tiers =
        [
            .. from tier in CutoverPlanner.Tiers
               from flavour in TierVerb.FlavoursOf(session, tier)
               where flavour.Name == away
               select new SoakTier(TierVerb.Find(session, tier, Home), flavour),
        ];
        if (tiers.IsEmpty)
        {
            throw new UserException($"No tier has a flavour “{away}”; --flavour takes a folder below assets/web, assets/php or assets/db.");
        }

        using var workshop = Workshop.Open(session);
        using var backstage = Backstage.Open(session, port);
        await using var hold = await workshop.HoldAsync("evolve soak", stop);
        var shell = new BashShell(backstage.StepVariables(), backstage.State["cutover.lock"], TimeProvider.System);
        var reader = new LampReader(backstage.RequireEngine(), backstage.Identity.Id, shell);
        await RequireGroundAsync(reader, tiers, stop);

        using var site = new HttpSite(backstage.Site, TimeProvider.System);
        await using var ledger = Keep(() => LedgerFolder.Begin(backstage.State["traffic"], backstage.Site));
        await using var log = Keep(() => SoakLog.Begin(backstage.State["soak"], TimeProvider.System));
        var told = isJson ? session.Error : session.Output;
        var run = new SoakRun(
            new Evolver(reader, shell, TimeProvider.System, log).EvolveAsync,
            new TrafficRun(site, ledger, new TrafficPlan { Rate = rate, Writes = 50 }, TimeProvider.System),
            tiers,
            TimeProvider.System,
            new DirectProgress<SoakMove>(Tell));
        var report = await run.RunAsync(evolutions, stop);
        await EndLogAsync(log, report, shell, stop);
        told.WriteLine(SoakText.Sentence(report) + (report.IsGood ? "" : $" The log is {log.Path}"));
        if (isJson)
        {
            session.Output.WriteLine(SoakText.Json(report, backstage.Site, report.IsGood ? null : log.Path));
        }

        return report.IsGood ? ExitCode.Success : stop.IsCancellationRequested ? ExitCode.Stopped : ExitCode.Failure;

        void Tell(SoakMove move)
        {
            var line = SoakText.Line(move, evolutions);
            log.Write(line);
            told.WriteLine(line);
            told.Flush();
        }
    }

    private static async Task RequireGroundAsync(LampReader reader, ImmutableArray<SoakTier> tiers, CancellationToken stop)
    {
        try
        {
            SoakGround.Require(await reader.ReadAsync(CutoverPlanner.Tiers[0], stop), tiers);
        }
        catch (Exception exception) when (exception is EvolutionException or EngineException)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    /// <summary>A log of zeros is no use to anybody; that of a defect has all that is known of it.</summary>
    private static async Task EndLogAsync(SoakLog log, SoakReport report, BashShell shell, CancellationToken stop)
    {
        if (report.IsGood)
        {
            File.Delete(log.Path);
            return;
        }

        log.Write($"# {SoakText.Sentence(report)}");
        if (!stop.IsCancellationRequested)
        {
            await log.AskAroundAsync(shell, stop);
        }
    }

    private static T Keep<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"A soak cannot keep its files: {exception.Message}", exception);
        }
    }
}
