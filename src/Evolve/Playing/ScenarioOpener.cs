using Evolve.Lamp.Base;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Traffic;
using Evolve.Player.Logging;
using Evolve.Player.Playing;
using Evolve.Player.Progress;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Trusting;
using Evolve.Player.Workspaces;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Playing;

/// <summary>Opens a scenario for the app and for <c>verify</c> alike: reads it, and prepares what its steps need.</summary>
/// <param name="backstage">What stands behind the verbs.</param>
/// <param name="keeper">What holds the deployment; null without an engine.</param>
/// <param name="deployment">Whose changes go into the run log while a scenario is open, or null.</param>
internal sealed class ScenarioOpener(Backstage backstage, DeploymentKeeper? keeper, IDeploymentSource? deployment = null)
{
    /// <summary>How long an engine has to answer before recordings take its place.</summary>
    private static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(5);

    private readonly DiskFileReader _files = new();

    /// <summary>Whether recordings may be played where the engine is missing.</summary>
    public bool MayReplay { get; init; }

    /// <summary>What sends traffic while a scenario is open, to be recorded on demand, or null.</summary>
    public ITrafficControl? Traffic { get; init; }

    /// <summary>Reads a scenario file.</summary>
    public ReadResult Read(string path) => new ScenarioReader(_files).Read(path);

    /// <summary>Where a scenario's progress is kept.</summary>
    public ProgressFile ProgressOf(Scenario scenario) =>
        ProgressFile.For(backstage.State["progress"], scenario.Path, backstage.Session.Installation.Scenarios);

    /// <summary>Opens a scenario.</summary>
    /// <param name="path">Its root file.</param>
    /// <param name="progress">Told, in a line each, of what takes its time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UserException">It cannot be played; the message says why, a sentence a line.</exception>
    public async Task<OpenedScenario> OpenAsync(string path, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var result = Read(path);
        if (result.Scenario is not { } scenario)
        {
            throw new UserException(string.Join('\n', result.Errors));
        }

        var trust = new TrustStore(backstage.State["trust"], backstage.Session.Installation.Scenarios, _files);
        var isShipped = trust.IsShipped(scenario);
        var recordings = new RecordingPlaces(backstage.Session).Open(scenario);
        var needsEngine = scenario.FrontMatter.Requires.Contains(Requirement.Engine);
        var replayReason = needsEngine && MayReplay && !recordings.IsEmpty ? await WhyReplayAsync(cancellationToken) : null;
        if (needsEngine && replayReason is null)
        {
            await PrepareEngineAsync(scenario, isShipped, progress, cancellationToken);
        }

        var folder = isShipped ? null : Path.GetDirectoryName(scenario.Path);
        try
        {
            var workspace = Workspace.Open(backstage.State["workspaces"], backstage.Session.Installation.Assets, folder);
            var log = new RunLog(backstage.State["run.jsonl"], TimeProvider.System);
            var options = new PlayerOptions
            {
                Environment = workspace.CreateEnvironment(StepVariables()),
                Containers = backstage.Engine is { } engine
                    ? new EngineForegroundContainers(new ForegroundContainers(engine, backstage.Identity.Id))
                    : null,
                Trust = trust,
                Log = log,
                Recordings = recordings,
                ReplayReason = replayReason,
                Recording = new LiveRecording(() => Record(scenario), () => new RecordingPlaces(backstage.Session).Open(scenario).Folder),
            };
            return new OpenedScenario(scenario, options, workspace, trust, log)
            {
                Deployment = deployment is null ? null : new DeploymentLog(deployment, log),
            };
        }
        catch (Exception exception) when (exception is WorkspaceException or IOException or UnauthorizedAccessException)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    private RunRecorder Record(Scenario scenario)
    {
        var recorder = Recorders.Open(backstage, scenario);
        if (deployment is not null)
        {
            recorder.Follow(deployment, isWatched: true);
        }

        if (Traffic is not null)
        {
            recorder.Follow(Traffic);
        }

        return recorder;
    }

    /// <summary>Why nothing can run, when there is no engine; null when there is one.</summary>
    private async Task<string?> WhyReplayAsync(CancellationToken cancellationToken)
    {
        var problem = backstage.Engine is { } engine ? await engine.PingAsync(EnginePatience, cancellationToken) : backstage.Resolution.Problem;
        return problem is null ? null : $"Recordings are played, and nothing runs: {problem.Sentence}";
    }

    /// <summary>A step that says <c>evolve</c> means this one.</summary>
    private Dictionary<string, string> StepVariables() => new(backstage.StepVariables())
    {
        ["PATH"] = $"{AppContext.BaseDirectory.TrimEnd('/')}:{backstage.Host.Variable("PATH")}",
    };

    private async Task PrepareEngineAsync(
        Scenario scenario, bool isShipped, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var engine = backstage.RequireEngine();
        await keeper!.HoldAsync(scenario.FrontMatter.Title, cancellationToken);
        await backstage.RequireStageAsync(isShipped, cancellationToken);
        try
        {
            var name = BaseImage.ReadName(backstage.Session.Installation.Assets);
            var image = new BaseImage(engine, name, backstage.Identity.Id, new AptMirror(backstage.Host), TimeProvider.System);
            await image.EnsureAsync(progress, cancellationToken);
        }
        catch (Exception exception) when (exception is EngineException or BaseImageException)
        {
            throw new UserException(exception.Message, exception);
        }
    }
}
