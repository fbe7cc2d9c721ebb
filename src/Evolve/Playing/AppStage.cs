using Evolve.Lamp.Deployment;
using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Removal;
using Evolve.Lamp.Traffic;
using Evolve.Player.Commands;
using Evolve.Player.Exercises;
using Evolve.Player.Playing;
using Evolve.Player.Progress;
using Evolve.Player.Recordings;
using Evolve.Player.Watching;
using Evolve.Player.Workspaces;
using Evolve.Scenarios.Catalog;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Talking;
using Evolve.Tui;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;
using Evolve.Verbs;

namespace Evolve.Playing;

/// <summary>Gives the app all it needs, and takes it back when the app ends.</summary>
internal sealed class AppStage(Backstage backstage)
{
    /// <summary>A machine of such a name tells nothing by it, and our sentences would lose a word.</summary>
    private static readonly HashSet<string> s_ownWords = ["edge", "web", "php", "db", "docker", "debian", "evolve", "engine", "talk"];

    /// <summary>Runs the app on this thread until the user leaves it.</summary>
    public int Run(string? scenario, ThemeKind? theme, bool isWorkshop)
    {
        var watcher = backstage.CreateWatcher();
        var keeper = backstage.Engine is null ? null : new DeploymentKeeper(backstage.Engine, TimeProvider.System);
        var traffic = backstage.Engine is null ? null : new TrafficControl(
            backstage.Site, backstage.State["traffic"], address => new HttpSite(address, TimeProvider.System), TimeProvider.System);
        var scoreboard = backstage.Engine is null ? null : backstage.OpenScoreboard(TimeProvider.System.GetUtcNow());
        try
        {
            var app = new EvolveApp(Services(scenario, theme, isWorkshop, watcher, keeper, traffic) with
            {
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

    private AppServices Services(
        string? scenario, ThemeKind? theme, bool isWorkshop, DeploymentWatcher? watcher, DeploymentKeeper? keeper, TrafficControl? traffic) =>
        new()
        {
            ListScenarios = () => new ScenarioCatalog(new DiskFileReader()).List(backstage.Session.Installation.Scenarios),
            Open = (path, progress, cancellationToken) => OpenAsync(path, isWorkshop, keeper, watcher, traffic, progress, cancellationToken),
            InitialScenario = scenario,
            Deployment = watcher,
            Traffic = traffic,
            Lamp = backstage.Engine is null ? null : new LampDesk(backstage),
            Tiers = LampDesk.Tiers(backstage.Session.Installation),
            History = new CommandHistory(backstage.State["history"]),
            NotesFolder = backstage.State[NotesVerb.FolderName],
            Veil = CreateVeil(),
            EngineProblem = backstage.Resolution.Problem?.ToString(),
            Examine = cancellationToken => backstage.CreateDoctor().ExamineAsync(cancellationToken),
            RemoveDeployment = keeper is null ? null : async cancellationToken =>
                CleanSentences.Summary(await keeper.CleanAsync(backstage.Identity.Id, null, SharedCache.Stays, cancellationToken)),
            Theme = theme,
            Abilities = TerminalAbilities.Read(backstage.Host.Variable),
            Highlighter = new TextMateHighlighter(TimeProvider.System, backstage.Log.Write),
            Version = typeof(AppStage).Assembly.GetName().Version?.ToString(2),
        };

    /// <summary>Takes out of our own sentences what an audience need not know of this machine; made at the first one.</summary>
    private Func<string, string> CreateVeil()
    {
        var machine = Environment.MachineName;
        var mask = new Lazy<BundleMask>(() => new BundleMask(
            backstage.Identity.Secrets.Values, backstage.Host.Variable("HOME"), user: null, s_ownWords.Contains(machine) ? null : machine));
        return sentence => mask.Value.Apply(sentence);
    }

    private ExerciseWatch WatchExercises(ScenarioPlayer player, Workspace workspace, DeploymentWatcher? deployment)
    {
        var folder = new FolderSignal(workspace.Path);
        if (folder.Problem is { } problem)
        {
            backstage.Log.Write(problem);
        }

        IChangeSignal[] signals = [folder, new ShellSignal(player.Panes)];
        return new ExerciseWatch(player, deployment is null ? signals : [.. signals, new DeploymentSignal(deployment)], TimeProvider.System);
    }

    private async Task<PlaySession> OpenAsync(
        string path,
        bool isWorkshop,
        DeploymentKeeper? keeper,
        DeploymentWatcher? live,
        TrafficControl? liveTraffic,
        IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        try
        {
            var opener = new ScenarioOpener(backstage, keeper, live) { MayReplay = true, Traffic = liveTraffic };
            var opened = await opener.OpenAsync(path, progress, cancellationToken);
            var deployment = new ReplayedDeployment(live);
            var traffic = new ReplayedTraffic(liveTraffic);
            var player = new ScenarioPlayer(opened.Scenario, opened.Options with
            {
                Replayed = deployment,
                ReplayedTraffic = traffic,
                IsWorkshop = isWorkshop || opened.Scenario.FrontMatter.Mode == ScenarioMode.Workshop,
            });
            var watcher = new ScenarioWatcher(path, opened.Scenario.Files, () => opener.Read(path), TimeProvider.System);
            watcher.Reloaded += player.Reload;
            return new PlaySession(player, watcher, opened)
            {
                Progress = new ProgressKeeper(player, opener.ProgressOf(opened.Scenario), opened.Options.Environment.File),
                Deployment = deployment,
                Traffic = traffic,
                Net = live is not null && opened.RunsOnEngine ? new SafetyNet(player, live, liveTraffic) : null,
                Exercises = player.State.Workshop.IsOn ? WatchExercises(player, opened.Workspace, live) : null,
                ResetWorkspace = _ => Task.Run(opened.Workspace.Reset, CancellationToken.None),
            };
        }
        catch (UserException exception)
        {
            throw new SessionException(exception.Message, exception);
        }
    }
}
