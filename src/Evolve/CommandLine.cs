using System.CommandLine;
using Evolve.Verbs;

namespace Evolve;

/// <summary>The command line: one class a verb, found by its name in <c>Verbs</c>.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Session session)
    {
        var play = PlayVerb.Create(session);
        var root = new RootCommand("Evolve plays live scenarios: slides whose commands really run.")
        {
            CheckVerb.Create(session),
            CleanVerb.Create(session),
            DoctorVerb.Create(session),
            ListVerb.Create(session),
            MeasureVerb.Create(session),
            NotesVerb.Create(session),
            PackVerb.Create(session),
            play,
            PrepareVerb.Create(session),
            RehearseVerb.Create(session),
            ReportVerb.Create(session),
            ReplVerb.Create(session),
            ResetVerb.Create(session),
            SoakVerb.Create(session),
            TierVerb.Create(session),
            TrafficVerb.Create(session),
            UnpackVerb.Create(session),
            VerifyVerb.Create(session),
        };

        // Without a verb the app opens, and takes what it would take with one: `./run.sh --port 8090`.
        foreach (var option in play.Options)
        {
            root.Options.Add(option);
        }

        root.Action = play.Action;
        return root;
    }
}
