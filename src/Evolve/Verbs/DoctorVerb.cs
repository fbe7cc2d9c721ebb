using System.CommandLine;
using Evolve.Evolving;
using Evolve.Lamp.Base;
using Evolve.Lamp.Diagnosis;

namespace Evolve.Verbs;

/// <summary><c>evolve doctor [FILE]</c>: whether the talk, or one scenario, can be given on this machine, and what to do if not.</summary>
internal static class DoctorVerb
{
    public static Command Create(Session session)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "A scenario file, or the name of a shipped one: what it needs is looked at; without it, what the talk needs.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var warm = new Option<bool>("--warm") { Description = "First make what the scenario's tiers are built from, so that nothing is compiled on stage." };
        var bundle = new Option<string?>("--bundle") { Description = "Also write a report of trouble to this .tar.gz file, secrets masked." };
        var port = Options.Port();
        var verb = new Command("doctor", "Look at this machine: can the talk be given here?") { file, warm, bundle, port };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(warm) && result.GetValue(file) is null)
            {
                result.AddError("--warm needs a scenario: type `./run.sh doctor FILE --warm`, or `./run.sh prepare` for everything.");
            }
        });
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(file) is { } name ? session.ResolveScenario(name) : null,
            parsed.GetValue(warm),
            parsed.GetValue(port),
            parsed.GetValue(bundle),
            cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(
        Session session, string? path, bool isWarm, int port, string? bundle, CancellationToken cancellationToken)
    {
        using var backstage = Backstage.Open(session, port);
        var preflight = path is null ? null : Preflight.Of(backstage, path);
        if (isWarm && preflight is not null)
        {
            await preflight.WarmAsync(cancellationToken);
        }

        List<Finding> findings = [];
        var doctor = preflight?.CreateDoctor() ?? backstage.CreateDoctor();
        await foreach (var finding in doctor.ExamineAsync(cancellationToken))
        {
            findings.Add(finding);
        }

        var table = new DoctorTable(TableStyles.OfOutput(backstage.Host)).Format(findings);
        session.Output.WriteLine(table);
        var good = Doctor.CanTheTalkBeGiven(findings);
        var talk = preflight is null ? "The talk" : $"“{preflight.Title}”";
        session.Output.WriteLine(good ? $"{talk} can be given on this machine." : $"{talk} cannot be given yet: mend what is marked above.");
        if (bundle is not null)
        {
            await WriteBundleAsync(backstage, bundle, findings, cancellationToken);
            session.Output.WriteLine($"The report is in {bundle}; read it before you pass it on.");
        }

        return good ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task WriteBundleAsync(
        Backstage backstage, string path, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        // Where this machine fetches its packages is nobody else's business either.
        IEnumerable<string> secrets = [.. backstage.Identity.Secrets.Values, new AptMirror(backstage.Host).Find()?.Host ?? ""];
        var mask = new BundleMask(
            secrets, backstage.Host.Variable("HOME"), Environment.UserName, Environment.MachineName);
        var entries = new Dictionary<string, string>
        {
            ["doctor.txt"] = new DoctorTable(new TableStyle()).Format(findings) + "\n",
            ["deployment.txt"] = await new DeploymentStates(backstage.Engine, backstage.Identity.Id).DescribeAsync(cancellationToken),
            ["versions.txt"] = $"evolve {typeof(DoctorVerb).Assembly.GetName().Version}\n"
                + $"{System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}\n"
                + $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}\n",
        };
        try
        {
            // The files that were begun before these have .1 behind their names.
            foreach (var log in Directory.EnumerateFiles(backstage.State.Path, "*.log*")
                .Concat(Directory.EnumerateFiles(backstage.State.Path, "*.jsonl*")))
            {
                entries["state/" + Path.GetFileName(log)] = await File.ReadAllTextAsync(log, cancellationToken);
            }

            await new DoctorBundle(mask).WriteAsync(path, entries, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The report {path} cannot be written: {exception.Message}", exception);
        }
    }
}
