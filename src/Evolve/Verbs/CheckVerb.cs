using System.CommandLine;
using Evolve.Player.Recordings;
using Evolve.Playing;
using Evolve.Scenarios.Checking;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Verbs;

/// <summary><c>evolve check FILE…</c>: every error of scenario files; runs nothing.</summary>
internal static class CheckVerb
{
    public static Command Create(Session session)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Scenario files, or names of shipped ones.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print the errors as JSON." };
        var verb = new Command("check", "List every error of scenario files; run nothing.") { files, json };
        verb.SetAction(parsed =>
        {
            var checker = new ScenarioChecker(new ScenarioReader(new DiskFileReader()));
            var report = checker.Check(parsed.GetRequiredValue(files).Select(session.ResolveScenario));
            session.Output.Write(parsed.GetValue(json) ? report.ToJson() : report.ToText());
            Warn(session, report, parsed.GetValue(json) ? session.Error : session.Output);
            return report.IsGood ? ExitCode.Success : ExitCode.Failure;
        });
        return verb;
    }

    /// <summary>A recording that is out of date is no mistake of the scenario.</summary>
    private static void Warn(Session session, CheckReport report, TextWriter output)
    {
        var places = new RecordingPlaces(session);
        foreach (var scenario in report.Scenarios.Select(scenario => scenario.Result.Scenario).OfType<Scenario>())
        {
            foreach (var warning in RecordingReview.Of(scenario, places.Open(scenario), places.CommandFor(scenario.Path)))
            {
                output.WriteLine(warning);
            }
        }
    }
}
