using System.CommandLine;
using Evolve.Lamp.Base;
using Evolve.Lamp.Diagnosis;

namespace Evolve.Verbs;

/// <summary><c>evolve doctor</c>: whether the talk can be given on this machine, and what to do if not.</summary>
internal static class DoctorVerb
{
    public static Command Create(Session session)
    {
        var bundle = new Option<string?>("--bundle") { Description = "Also write a report of trouble to this .tar.gz file, secrets masked." };
        var port = Options.Port();
        var verb = new Command("doctor", "Look at this machine: can the talk be given here?") { bundle, port };
        verb.SetAction((parsed, cancellationToken) =>
            RunAsync(session, parsed.GetValue(port), parsed.GetValue(bundle), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Session session, int port, string? bundle, CancellationToken cancellationToken)
    {
        using var backstage = Backstage.Open(session, port);
        List<Finding> findings = [];
        await foreach (var finding in backstage.CreateDoctor().ExamineAsync(cancellationToken))
        {
            findings.Add(finding);
        }

        var table = new DoctorTable(TableStyles.OfOutput(backstage.Host)).Format(findings);
        session.Output.WriteLine(table);
        var good = Doctor.CanTheTalkBeGiven(findings);
        session.Output.WriteLine(good ? "The talk can be given on this machine." : "The talk cannot be given yet: mend what is marked above.");
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
