using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Evolve.EndToEnd.Site;
using Evolve.Lamp.Base;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Machine;
using Evolve.Lamp.Removal;
using Evolve.Lamp.State;
using Evolve.Player.Logging;
using Evolve.Player.Playing;
using Evolve.Player.Workspaces;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Evolve.EndToEnd.App;

/// <summary>
/// Jumps through the shipped talk on the real engine. <c>EVOLVE_JUMPS=all</c> goes through the whole talk instead of the
/// containers' chapter, and takes twenty minutes; <c>EVOLVE_JUMP_SEED</c> repeats a path.
/// </summary>
public sealed partial class JumpSpecs(ITestOutputHelper output) : IAsyncLifetime, IAsyncDisposable
{
    private const int Jumps = 30;

    /// <summary>The first step after the images: they are built once, since taking them back costs minutes.</summary>
    private const string First = "run-edge";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private readonly DockerEngine _engine = new(
        new DockerEndpointResolver(new Host()).Resolve().Endpoint ?? throw new InvalidOperationException("These tests need a local engine."), TimeProvider.System);

    private readonly Scenario _talk = new ScenarioReader(new DiskFileReader()).Read(Repository.PathOf("scenarios", "evolution.md")).Scenario!;
    private DeploymentIdentity _identity = null!;
    private Workspace _workspace = null!;
    private RunLog _log = null!;
    private ScenarioPlayer _player = null!;

    [Fact]
    public async Task Whatever_path_of_jumps_leads_to_a_step_it_finds_the_deployment_of_walking_straight()
    {
        var isWhole = Environment.GetEnvironmentVariable("EVOLVE_JUMPS") == "all";
        var given = Environment.GetEnvironmentVariable("EVOLVE_JUMP_SEED");
        var seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"EVOLVE_JUMP_SEED={seed}");
        var steps = _talk.Steps
            .TakeWhile(step => isWhole || Path.GetFileName(step.Location.File).CompareTo("4", StringComparison.Ordinal) < 0)
            .ToList();

        // Before each step: what walking straight finds there.
        var straight = new Dictionary<string, string>();
        foreach (var step in steps)
        {
            straight[step.Id] = await PictureAsync();
            await DoAsync(step);
        }

        var targets = isWhole ? steps : [.. steps.SkipWhile(step => step.Id != First)];
        var random = new Random(seed);
        string? last = null;
        for (var i = 0; i < Jumps; i++)
        {
            var target = targets.Where(step => step.Id != last).ElementAt(random.Next(targets.Count - 1));
            output.WriteLine($"{i + 1}: {target.Id}");
            await JumpAsync(target.Id);
            Assert.Equal(straight[target.Id], await PictureAsync());
            last = target.Id;
        }
    }

    public async Task InitializeAsync()
    {
        var state = StateFolder.Open(new StateHost(LampFixture.State));
        _identity = DeploymentIdentity.Open(state);
        await new Cleaner(_engine).CleanAsync(_identity.Id);
        await new BaseImage(_engine, BaseImage.ReadName(Repository.PathOf("assets")), _identity.Id, new AptMirror(new Host()), TimeProvider.System).EnsureAsync();
        _workspace = Workspace.Open(state["workspaces"], Repository.PathOf("assets"), null);
        var variables = new Dictionary<string, string>(_engine.Endpoint.Environment)
        {
            ["EVOLVE_DEPLOYMENT"] = _identity.Id,
            ["EVOLVE_PORT"] = $"{FreePort.Find()}",
            ["EVOLVE_SECRETS"] = _identity.SecretsFile,
            ["EVOLVE_APT_MIRROR"] = new AptMirror(new Host()).FindForBuilds()?.ToString() ?? "",
            ["EVOLVE_KVM"] = "",
            ["PATH"] = $"{Path.GetDirectoryName(AppUnderTest.Executable)}:{Environment.GetEnvironmentVariable("PATH")}",
            ["XDG_STATE_HOME"] = LampFixture.State,
        };

        // What steps measure is found there by the steps that show it.
        _log = new RunLog(state["run.jsonl"], TimeProvider.System);
        _player = new ScenarioPlayer(_talk, new PlayerOptions { Environment = _workspace.CreateEnvironment(variables), Log = _log });
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _player.DisposeAsync();
        _log.Dispose();
        _workspace.Dispose();
        await new Cleaner(_engine).CleanAsync(_identity.Id);
        _engine.Dispose();
    }

    private async Task DoAsync(Step step)
    {
        if (step.Kind == StepKind.Exercise)
        {
            _player.Solve(step.Id);
        }
        else
        {
            _player.Run(step.Id);
        }

        var known = (await WhenAsync(state => state.StateOf(step.Id) is { Attempt: > 0, IsActive: false })).StateOf(step.Id);
        Assert.True(known.IsDone, $"{step.Id}: {known.Reason}");
    }

    private async Task JumpAsync(string id)
    {
        var before = _player.State;
        _player.JumpTo(id);
        var after = await WhenAsync(state => !ReferenceEquals(state, before) && state.Journey is null);
        Assert.True(after.Slide.Steps.Any(step => step.Id == id), after.Notice?.Sentence);
    }

    private async Task<PlayerState> WhenAsync(Func<PlayerState, bool> condition) => await _player.WhenAsync(condition).WaitAsync(Patience);

    /// <summary>All that anybody can see of the deployment, without what differs from one minute to the next.</summary>
    private async Task<string> PictureAsync()
    {
        var filter = $"label=dev.evolve.deployment={_identity.Id}";
        var parts = new List<string>
        {
            await SortedAsync("ps", "-a", "--filter", filter, "--format", "{{.Names}} {{.Image}} {{.State}}"),
            await SortedAsync("network", "ls", "--filter", filter, "--format", "{{.Name}}"),
            await SortedAsync("volume", "ls", "--filter", filter, "--format", "{{.Name}}"),
            RegistryPort().Replace(await SortedAsync("images", "--filter", filter, "--filter", "dangling=false", "--format", "{{.Repository}}:{{.Tag}}"), ""),
        };
        var running = await LampFixture.DockerAsync("ps", "--filter", filter, "--format", "{{.Names}}");
        if (running.Split('\n').Contains("edge"))
        {
            var servers = JsonDocument.Parse(await LampFixture.DockerAsync("exec", "edge", "tier", "show", "--json")).RootElement.EnumerateArray();
            parts.Add(string.Join('\n', servers
                .Select(server => $"{server.GetProperty("server")} {(server.GetProperty("serves").GetBoolean() ? "serves" : "waits")}")
                .Order(StringComparer.Ordinal)));
        }

        if (running.Split('\n').Contains("db-container-1") && running.Split('\n').Contains("php-container-1"))
        {
            parts.Add(await LampFixture.SqlAsync("SELECT author, message FROM entry ORDER BY id"));
        }

        return string.Join("\n\n", parts);
    }

    private static async Task<string> SortedAsync(params string[] arguments) =>
        string.Join('\n', (await LampFixture.DockerAsync(arguments)).Split('\n').Distinct().Order(StringComparer.Ordinal));

    /// <summary>Another one each time that the registry starts.</summary>
    [GeneratedRegex(@"(?<=^127\.0\.0\.1):\d+", RegexOptions.Multiline)]
    private static partial Regex RegistryPort();

    /// <summary>This machine with a state folder of its own.</summary>
    private sealed class StateHost(string state) : IHost
    {
        private readonly Host _host = new();

        public string? Variable(string name) => name == "XDG_STATE_HOME" ? state : _host.Variable(name);

        public string? ReadText(string path) => _host.ReadText(path);

        public IReadOnlyList<string> List(string folder) => _host.List(folder);
    }
}
