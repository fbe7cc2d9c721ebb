using System.CommandLine;
using Evolve.Verbs;

namespace Evolve;

/// <summary>The command line: one class a verb, found by its name in <c>Verbs</c>.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Session session)
    {
        var root = new RootCommand("Evolve plays live scenarios: slides whose commands really run.")
        {
            CheckVerb.Create(session),
            CleanVerb.Create(session),
            DoctorVerb.Create(session),
            ListVerb.Create(session),
            PlayVerb.Create(session),
            VerifyVerb.Create(session),
        };
        root.SetAction(_ => PlayVerb.Run(session, null, null, Backstage.DefaultPort));
        return root;
    }
}
