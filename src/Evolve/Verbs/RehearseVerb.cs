using System.CommandLine;
using Evolve.Lamp.Removal;
using Evolve.Player.Verifying;
using Evolve.Player.Workspaces;
using Evolve.Playing;
using Evolve.Scenarios.Model;
using Evolve.Stage.Rehearsing;

namespace Evolve.Verbs;

/// <summary><c>evolve rehearse FILE</c>: plays every step, perhaps several times, and compares the times with the plan.</summary>
internal static class RehearseVerb
{
    private const int MostRepeats = 100;

    public static Command Create(Session session)
    {
        var file = Options.Scenario();
        var repeat = Options.Count("--repeat", "How often it is played; in between it is taken back by its undos, or, without these, what it made is removed.", MostRepeats);
        var through = Options.Through();
        var json = new Option<string?>("--json") { Description = "Also write the figures to this file as JSON." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Show the steps' own output." };
        var trust = Options.Trust();
        var port = Options.Port();
        var verb = new Command("rehearse", "Play every step for real, and say where the talk runs late, what varies and what fails.")
        {
            file, repeat, through, json, verbose, trust, port,
        };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            session,
            new Request(
                session.ResolveScenario(parsed.GetRequiredValue(file)),
                parsed.GetValue(repeat),
                parsed.GetValue(through),
                parsed.GetValue(json),
                parsed.GetValue(verbose),
                parsed.GetValue(trust),
                parsed.GetValue(port)),
            cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Session session, Request request, CancellationToken cancellationToken)
    {
        using var backstage = Backstage.Open(session, request.Port);
        await using var keeper = backstage.Engine is { } engine ? new DeploymentKeeper(engine, TimeProvider.System) : null;
        var result = new ScenarioOpener(backstage, keeper).Read(request.Path);
        var scenario = result.Scenario ?? throw new UserException(string.Join('\n', result.Errors));
        var rehearsal = new Rehearsal(
            session.Output, (round, token) => PlayAsync(backstage, keeper, scenario, request, round, token));
        var report = await rehearsal.RunAsync(scenario, request.Repeat, cancellationToken);
        if (report.Problem is { } problem)
        {
            session.Error.WriteLine($"evolve: {problem}");
        }

        if (report.Steps.Any())
        {
            session.Output.WriteLine("\n" + RehearsalText.Of(report));
        }

        if (request.Json is { } path)
        {
            WriteJson(path, report);
        }

        return report.IsGood ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<VerificationReport> PlayAsync(
        Backstage backstage, DeploymentKeeper? keeper, Scenario scenario, Request request, RehearsalRound round, CancellationToken cancellationToken)
    {
        var session = backstage.Session;
        var progress = new DirectProgress<string>(session.Output.WriteLine);
        if (round.RemovesFirst && keeper is not null && scenario.FrontMatter.Requires.Contains(Requirement.Engine))
        {
            session.Output.WriteLine(CleanSentences.Summary(
                await keeper.CleanAsync(backstage.Identity.Id, null, SharedCache.Stays, cancellationToken)));
        }

        await using var opened = await new ScenarioOpener(backstage, keeper).OpenAsync(request.Path, progress, cancellationToken);
        if (round.RemovesFirst)
        {
            Reset(opened);
        }

        await using var watch = new DeploymentWatch(backstage, opened);
        if (request.Trust)
        {
            Agreement.Give(session, opened);
        }

        return await new ScenarioVerification(session.Output, request.Verbose) { GoesBack = round.GoesBack }
            .RunAsync(opened.Scenario, opened.Options, request.Through, cancellationToken);
    }

    private static void Reset(OpenedScenario opened)
    {
        try
        {
            opened.Workspace.Reset();
        }
        catch (WorkspaceException exception)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    private static void WriteJson(string path, RehearsalReport report)
    {
        try
        {
            File.WriteAllText(path, RehearsalJson.Of(report) + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The file {path} cannot be written: {exception.Message}", exception);
        }
    }

    private sealed record Request(
        string Path, int Repeat, string? Through, string? Json, bool Verbose, bool Trust, int Port);
}
