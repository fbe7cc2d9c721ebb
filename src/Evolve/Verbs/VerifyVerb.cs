using System.CommandLine;
using Evolve.Player.Verifying;
using Evolve.Playing;

namespace Evolve.Verbs;

/// <summary><c>evolve verify FILE</c>: runs every step and check of a scenario for real, without a screen.</summary>
internal static class VerifyVerb
{
    public static Command Create(Session session)
    {
        var file = Options.Scenario();
        var through = Options.Through();
        var junit = new Option<string?>("--junit") { Description = "Also write the result to this file as JUnit XML." };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Show the steps' own output." };
        var trust = Options.Trust();
        var port = Options.Port();
        var verb = new Command("verify", "Run every step and check of a scenario for real.") { file, through, junit, verbose, trust, port };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            session,
            new Request(
                session.ResolveScenario(parsed.GetRequiredValue(file)),
                parsed.GetValue(through),
                parsed.GetValue(junit),
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
        var progress = new DirectProgress<string>(session.Output.WriteLine);
        await using var opened = await new ScenarioOpener(backstage, keeper).OpenAsync(request.Path, progress, cancellationToken);
        await using var watch = new DeploymentWatch(backstage, opened);
        if (request.Trust)
        {
            Agreement.Give(session, opened);
        }

        var verification = new ScenarioVerification(session.Output, request.Verbose);
        var report = await verification.RunAsync(opened.Scenario, opened.Options, request.Through, cancellationToken);
        if (report.Problem is { } problem)
        {
            session.Error.WriteLine($"evolve: {problem}");
        }

        if (request.JUnit is { } path)
        {
            WriteJUnit(path, report);
        }

        return report.IsGood ? ExitCode.Success : ExitCode.Failure;
    }

    private static void WriteJUnit(string path, VerificationReport report)
    {
        try
        {
            using var stream = File.Create(path);
            JUnitReport.Write(stream, report, TimeProvider.System.GetUtcNow());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The JUnit file {path} cannot be written: {exception.Message}", exception);
        }
    }

    private sealed record Request(string Path, string? Through, string? JUnit, bool Verbose, bool Trust, int Port);
}
