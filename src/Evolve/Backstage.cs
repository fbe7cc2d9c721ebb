using Evolve.Lamp.Base;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Guests;
using Evolve.Lamp.Machine;
using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.State;
using Evolve.Player.Logging;
using Evolve.Player.Playing;

namespace Evolve;

/// <summary>
/// What stands behind the verbs that touch the engine or the user's state: made once, at the first use, and handed
/// from here to everything that needs it.
/// </summary>
internal sealed class Backstage : IDisposable
{
    private readonly Lazy<DeploymentIdentity> _identity;

    private Backstage(Session session, int port, StateFolder state)
    {
        Session = session;
        Port = port;
        State = state;
        Log = new LogFile(state["evolve.log"], TimeProvider.System);
        _identity = new Lazy<DeploymentIdentity>(() => OpenIdentity(state));
        Resolution = new DockerEndpointResolver(Host).Resolve();
        Engine = Resolution.Endpoint is { } endpoint ? new DockerEngine(endpoint, TimeProvider.System) : null;
    }

    /// <summary>How long each tier is measured under load.</summary>
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(3);

    /// <summary>The port of a deployment that was given none.</summary>
    public const int DefaultPort = 8080;

    public Session Session { get; }

    /// <summary>The site's port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary>The site's address.</summary>
    public Uri Site => new($"http://127.0.0.1:{Port}/");

    public IHost Host => Session.Host;

    public StateFolder State { get; }

    public LogFile Log { get; }

    public DeploymentIdentity Identity => _identity.Value;

    public EndpointResolution Resolution { get; }

    /// <summary>The engine, or null when <see cref="Resolution"/> says why there is none.</summary>
    public DockerEngine? Engine { get; }

    /// <summary>Makes it.</summary>
    /// <exception cref="UserException">The state folder cannot be used.</exception>
    public static Backstage Open(Session session, int port = DefaultPort)
    {
        try
        {
            return new Backstage(session, port, StateFolder.Open(session.Host));
        }
        catch (StateFolderException exception)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    private static DeploymentIdentity OpenIdentity(StateFolder state)
    {
        try
        {
            return DeploymentIdentity.Open(state);
        }
        catch (StateFolderException exception)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    /// <summary>What is known about KVM; null without an engine.</summary>
    public KvmFile? Kvm => Resolution.Endpoint is { } endpoint ? new KvmFile(State[KvmFile.Name], endpoint, Host) : null;

    /// <summary>The engine.</summary>
    /// <exception cref="UserException">There is none.</exception>
    public DockerEngine RequireEngine() => Engine ?? throw new UserException(Resolution.Problem!.ToString());

    /// <summary>What watches our deployment, not started yet; null without an engine.</summary>
    public DeploymentWatcher? CreateWatcher() => Engine is { } engine
        ? new DeploymentWatcher(engine, Identity.Id, TimeProvider.System, new EdgeCommand(engine.Endpoint.Environment, TimeProvider.System).AskAsync)
        : null;

    /// <summary>A doctor for this machine.</summary>
    /// <exception cref="UserException">The name of the base image cannot be read.</exception>
    public Doctor CreateDoctor() => new(Subject(), Host, TimeProvider.System);

    /// <summary>A doctor that looks at a part of it.</summary>
    /// <exception cref="UserException">The name of the base image cannot be read.</exception>
    public Doctor CreateDoctor(Func<DoctorSubject, IHost, TimeProvider, Doctor> create) => create(Subject(), Host, TimeProvider.System);

    /// <summary>The figures of this machine.</summary>
    public ScoreFile Scores => new(State["scores.json"]);

    /// <summary>The scoreboard; reads and measures nothing yet.</summary>
    /// <param name="since">When this run began; null is when a scenario was opened last.</param>
    /// <exception cref="UserException">There is no engine.</exception>
    public ScoreboardSource OpenScoreboard(DateTimeOffset? since)
    {
        return new ScoreboardSource(
            () => ReadScores(Scores, since),
            Scores,
            new EngineMeter(RequireEngine(), Identity.Id, TimeProvider.System),
            () => new LoadMeter(Site, LoadTime, TimeProvider.System));
    }

    /// <summary>Makes sure that the site's port and, for a talk of ours, its names are free or held by our own deployment.</summary>
    /// <exception cref="UserException">They are not.</exception>
    public async Task RequireStageAsync(bool isTalk, CancellationToken cancellationToken)
    {
        await foreach (var finding in Doctor.OfStage(Subject(), isTalk, TimeProvider.System).ExamineAsync(cancellationToken))
        {
            if (finding.Level == FindingLevel.Problem)
            {
                throw new UserException($"This cannot start yet ({finding.Subject}): {finding.Value}. {finding.Remedy}");
            }
        }
    }

    private ScoreGround ReadScores(ScoreFile file, DateTimeOffset? since)
    {
        var catalog = FlavourCatalog.Read(Session.Installation.Assets);
        if (!catalog.Errors.IsEmpty)
        {
            throw new ScoreboardException(catalog.Errors[0]);
        }

        var logged = LoggedMeasurements.Read(State["run.jsonl"]);
        return new ScoreGround(
            catalog.Flavours,
            [.. file.Read(), .. logged.Measurements.Select(ScoreOf).OfType<Score>()],
            since ?? logged.LastOpened ?? TimeProvider.System.GetUtcNow());
    }

    private static Score? ScoreOf(Measurement measured) => measured.Name.Split('/') is [var tier, var flavour, "start"]
        ? new Score(tier, flavour, ScoreMeasure.Start, measured.Elapsed.TotalSeconds, measured.At)
        : null;

    private DoctorSubject Subject()
    {
        try
        {
            var baseImage = BaseImage.ReadName(Session.Installation.Assets);
            return new DoctorSubject(Resolution, Engine, Identity.Id, baseImage, Port, State.Path)
            {
                // What is wrong with a flavour is told where it is used.
                Flavours = FlavourCatalog.Read(Session.Installation.Assets).Flavours,
            };
        }
        catch (BaseImageException exception)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    /// <summary>What a step finds in its environment beside the user's own variables; see src/README.md.</summary>
    public IReadOnlyDictionary<string, string> StepVariables()
    {
        var variables = new Dictionary<string, string>
        {
            ["EVOLVE_DEPLOYMENT"] = Identity.Id,
            ["EVOLVE"] = Path.Combine(Session.Installation.Root, "run.sh"),
            ["EVOLVE_PORT"] = Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["EVOLVE_SECRETS"] = Identity.SecretsFile,
            ["EVOLVE_APT_MIRROR"] = new BuildMirror(State, Host).Value,
            ["EVOLVE_KVM"] = Kvm?.Options() ?? "",
        };
        foreach (var (name, value) in Resolution.Endpoint?.Environment ?? new Dictionary<string, string>())
        {
            variables[name] = value;
        }

        return variables;
    }

    /// <inheritdoc/>
    public void Dispose() => Engine?.Dispose();
}
