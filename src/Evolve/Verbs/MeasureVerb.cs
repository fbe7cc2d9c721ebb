using System.CommandLine;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Scoreboard;
using Evolve.Reports;

namespace Evolve.Verbs;

/// <summary><c>evolve measure</c>: the scoreboard of this machine; measures what runs now.</summary>
internal static class MeasureVerb
{
    public static Command Create(Session session)
    {
        var json = new Option<bool>("--json") { Description = "Print it as JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print it as a table in Markdown." };
        var port = Options.Port();
        var verb = new Command("measure", "Measure what runs now, and print the figures of every tier and flavour.") { json, markdown, port };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(json) && result.GetValue(markdown))
            {
                result.AddError("--json and --markdown cannot go together: choose one.");
            }
        });
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            session,
            parsed.GetValue(port),
            parsed.GetValue(json) ? ScoreText.Json : parsed.GetValue(markdown) ? ScoreText.Markdown : ScoreText.Table,
            cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Session session, int port, Func<ScoreTable, string> format, CancellationToken cancellationToken)
    {
        using var backstage = Backstage.Open(session, port);
        await using var scoreboard = backstage.OpenScoreboard(null);
        try
        {
            session.Output.WriteLine(format(await scoreboard.MeasureAsync(cancellationToken)));
            return ExitCode.Success;
        }
        catch (Exception exception) when (exception is EngineException or ScoreboardException)
        {
            throw new UserException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The figures cannot be kept: {exception.Message}", exception);
        }
    }
}
