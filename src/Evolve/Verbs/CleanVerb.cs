using System.CommandLine;
using Evolve.Lamp.Removal;
using Evolve.Playing;

namespace Evolve.Verbs;

/// <summary><c>evolve clean</c>: removes everything of ours from the engine, and nothing else.</summary>
internal static class CleanVerb
{
    public static Command Create(Session session)
    {
        var verb = new Command("clean", "Remove everything that Evolve made in the engine, by its label, and nothing else.");
        verb.SetAction((_, cancellationToken) => RunAsync(session, cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        using var backstage = Backstage.Open(session);
        await using var keeper = new DeploymentKeeper(backstage.RequireEngine(), TimeProvider.System);
        var progress = new DirectProgress<CleanedObject>(removed => session.Output.WriteLine(CleanSentences.Describe(removed)));
        var report = await keeper.CleanAsync(progress, cancellationToken);
        foreach (var kept in report.Kept)
        {
            session.Error.WriteLine($"evolve: {kept}");
        }

        session.Output.WriteLine(CleanSentences.Summary(report));
        return report.Kept.IsEmpty ? ExitCode.Success : ExitCode.Failure;
    }
}
