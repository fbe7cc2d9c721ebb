using Evolve.Lamp.Deployment;
using Evolve.Lamp.Removal;
using Evolve.Lamp.Traffic;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Player.Watching;
using Evolve.Scenarios.Catalog;
using Evolve.Scenarios.Files;
using Evolve.Tui;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;

namespace Evolve.Playing;

/// <summary>Gives the app all it needs, and takes it back when the app ends.</summary>
internal sealed class AppStage(Backstage backstage)
{
    /// <summary>Runs the app on this thread until the user leaves it.</summary>
    public int Run(string? scenario, ThemeKind? theme)
    {
        var watcher = backstage.Engine is { } engine
            ? new DeploymentWatcher(engine, backstage.Identity.Id, TimeProvider.System, new EdgeCommand(engine.Endpoint.Environment, TimeProvider.System).AskAsync)
            : null;
        var keeper = backstage.Engine is null ? null : new DeploymentKeeper(backstage.Engine, TimeProvider.System);
        var traffic = backstage.Engine is null ? null : new TrafficControl(
            backstage.Site, backstage.State["traffic"], address => new HttpSite(address, TimeProvider.System), TimeProvider.System);
        var scoreboard = backstage.Engine is null ? null : backstage.OpenScoreboard(TimeProvider.System.GetUtcNow());
        try
        {
            var app = new EvolveApp(Services(scenario, theme, watcher, keeper) with
            {
                Traffic = traffic,
                Scoreboard = scoreboard,
                Started = () =>
                {
                    watcher?.Start();
                    scoreboard?.Start();
                },
            });
            var code = app.Run();
            SayFarewell(app.Farewell);

            return code == 0 ? ExitCode.Success : throw new UserException("Standard input is not a terminal, so there is nothing to show the app on.");
        }
        finally
        {
            // Nobody waits for a synchronisation context any more: the app's loop has ended.
            EndAsync(traffic, scoreboard, watcher, keeper).GetAwaiter().GetResult();
        }
    }

    private void SayFarewell(string? farewell)
    {
        try
        {
            if (farewell is not null)
            {
                backstage.Session.Output.WriteLine(farewell);
            }
        }
        catch (IOException exception)
        {
            // The app ended because its terminal was closed: there is nobody to tell.
            backstage.Log.Write($"“{farewell}” could not be printed: {exception.Message}");
        }
    }

    /// <summary>Ends what there is, in this order.</summary>
    private static async Task EndAsync(params IAsyncDisposable?[] parts)
    {
        foreach (var part in parts.OfType<IAsyncDisposable>())
        {
            await part.DisposeAsync();
        }
    }

    private AppServices Services(string? scenario, ThemeKind? theme, DeploymentWatcher? watcher, DeploymentKeeper? keeper) =>
        new()
        {
            ListScenarios = () => new ScenarioCatalog(new DiskFileReader()).List(backstage.Session.Installation.Scenarios),
            Open = (path, progress, cancellationToken) => OpenAsync(path, keeper, watcher, progress, cancellationToken),
            InitialScenario = scenario,
            Deployment = watcher,
            EngineProblem = backstage.Resolution.Problem?.ToString(),
            Examine = cancellationToken => backstage.CreateDoctor().ExamineAsync(cancellationToken),
            RemoveDeployment = keeper is null ? null : async cancellationToken =>
                CleanSentences.Summary(await keeper.CleanAsync(backstage.Identity.Id, null, SharedCache.Stays, cancellationToken)),
            Theme = theme,
            Abilities = TerminalAbilities.Read(backstage.Host.Variable),
            Highlighter = new TextMateHighlighter(TimeProvider.System, backstage.Log.Write),
            Version = typeof(AppStage).Assembly.GetName().Version?.ToString(2),
        };

    private async Task<PlaySession> OpenAsync(
        string path, DeploymentKeeper? keeper, DeploymentWatcher? live, IProgress<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            var opener = new ScenarioOpener(backstage, keeper) { MayReplay = true };
            var opened = await opener.OpenAsync(path, progress, cancellationToken);
            var deployment = new ReplayedDeployment(live);
            var player = new ScenarioPlayer(opened.Scenario, opened.Options with { Replayed = deployment });
            var watcher = new ScenarioWatcher(path, opened.Scenario.Files, () => opener.Read(path), TimeProvider.System);
            watcher.Reloaded += player.Reload;
            return new PlaySession(player, watcher, opened)
            {
                Deployment = deployment,
                ResetWorkspace = _ => Task.Run(opened.Workspace.Reset, CancellationToken.None),
            };
        }
        catch (UserException exception)
        {
            throw new SessionException(exception.Message, exception);
        }
    }
}
