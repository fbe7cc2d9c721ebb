using System.CommandLine;
using Evolve.Playing;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Stage.Reporting;

namespace Evolve.Verbs;

/// <summary><c>evolve report [FILE]</c>: what was done, as one page of HTML.</summary>
internal static class ReportVerb
{
    public static Command Create(Session session)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "A scenario file, or the name of a shipped one; without it, what was played last.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var target = new Option<string>("--out") { Description = "The file to write; by default report.html.", DefaultValueFactory = _ => "report.html" };
        var player = new Option<string?>("--player")
        {
            Description = "A folder with the npm package asciinema-player, which is put into the page and plays the recordings there.",
        };
        var verb = new Command("report", "Write what was done, when and with which results as one page of HTML.") { file, target, player };
        verb.SetAction(parsed => Run(
            session,
            parsed.GetValue(file) is { } name ? Path.GetFullPath(session.ResolveScenario(name)) : null,
            parsed.GetRequiredValue(target),
            parsed.GetValue(player)));
        return verb;
    }

    private static int Run(Session session, string? path, string target, string? playerFolder)
    {
        using var backstage = Backstage.Open(session);
        try
        {
            var player = playerFolder is null ? null : CastPlayer.Read(playerFolder);
            var history = RunHistory.Read(backstage.State["run.jsonl"], path) ?? throw new UserException(path is null
                ? "Nothing was played yet, so there is nothing to report."
                : $"{path} was not played yet, so there is nothing to report.");
            var scenario = Read(history.Path);
            var recordings = new RecordingPlaces(session).Open(scenario);
            var builder = new RunReportBuilder(scenario, history, backstage.Scores.Read())
            {
                FindRecording = id => player is not null && recordings.Find(id) is { } recording ? File.ReadAllText(recording.Path) : null,
            };
            File.WriteAllText(target, new ReportPage(TimeZoneInfo.Local, player).Of(builder.Build()));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The report cannot be written: {exception.Message}", exception);
        }

        session.Output.WriteLine($"The report is in {target}: open it in a browser.");
        return ExitCode.Success;
    }

    private static Scenario Read(string path)
    {
        var result = new ScenarioReader(new DiskFileReader()).Read(path);
        return result.Scenario ?? throw new UserException(string.Join('\n', result.Errors));
    }
}
