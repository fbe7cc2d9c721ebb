using System.CommandLine;
using Evolve.Lamp.Removal;
using Evolve.Playing;

namespace Evolve.Verbs;

/// <summary><c>evolve clean</c>: removes everything of this user's deployment from the engine, and nothing else.</summary>
internal static class CleanVerb
{
    public static Command Create(Session session)
    {
        var all = new Option<bool>("--all") { Description = "Also what other users' Evolve made here, or yours before its state was lost." };
        var keepCache = new Option<bool>("--keep-cache")
        {
            Description = "Keep what every build shares, such as packages and compiled kernels, so that the next one takes seconds.",
        };
        var verb = new Command("clean", "Remove everything that your Evolve made in the engine, by its label, and nothing else.") { all, keepCache };
        verb.SetAction((parsed, cancellationToken) =>
            RunAsync(session, parsed.GetValue(all), parsed.GetValue(keepCache), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(
        Session session, bool isAll, bool keepsCache, CancellationToken cancellationToken)
    {
        using var backstage = Backstage.Open(session);
        await using var keeper = new DeploymentKeeper(backstage.RequireEngine(), TimeProvider.System);
        var progress = new DirectProgress<CleanedObject>(removed => session.Output.WriteLine(CleanSentences.Describe(removed)));
        var cache = keepsCache ? SharedCache.Stays : SharedCache.GoesWithTheLast;
        var report = await keeper.CleanAsync(isAll ? null : backstage.Identity.Id, progress, cache, cancellationToken);
        foreach (var kept in report.Kept)
        {
            session.Error.WriteLine($"evolve: {kept}");
        }

        session.Output.WriteLine(CleanSentences.Summary(report));
        if (report.Others > 0)
        {
            session.Output.WriteLine(CleanSentences.OfOthers(report.Others));
        }

        return report.Kept.IsEmpty ? ExitCode.Success : ExitCode.Failure;
    }
}
