using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;

namespace Evolve.Lamp.Tests.Evolution;

/// <summary>
/// A deployment that exists in memory alone and understands the commands of plans. It watches over what must hold at any
/// moment: one database takes writes, none of them is lost, and nothing that serves is stopped.
/// </summary>
internal sealed class ModelSite : ILampReader, IPlanShell
{
    private readonly Dictionary<string, ModelServer> _servers = new(StringComparer.Ordinal);

    /// <summary>The talk's third chapter: every tier a container.</summary>
    internal ModelSite()
    {
        foreach (var tier in CutoverPlanner.Tiers)
        {
            _servers[$"{tier}-container-1"] = new ModelServer(tier, "container") { Role = EdgeRole.Serves, TakesWrites = tier == "db" };
        }
    }

    internal ContainerState? Edge { get; set; } = ContainerState.Running;

    internal ContainerState? Helper { get; set; }

    internal HashSet<string> Images { get; } =
        [.. CutoverPlanner.Tiers.SelectMany(tier => new[] { $"evolve/{tier}:container", $"evolve/{tier}:copy" }), "evolve/db-helper:container"];

    internal HashSet<string> Volumes { get; } = [];

    /// <summary>Flavours whose containers run, and never answer.</summary>
    internal HashSet<string> Broken { get; } = [];

    internal bool IsPaused { get; private set; }

    /// <summary>Everything that was run, a line each.</summary>
    internal List<string> Run { get; } = [];

    /// <summary>Asked before each command; an answer makes the command fail with it.</summary>
    internal Func<string, string?>? Fault { get; set; }

    /// <summary>How many writes were acknowledged.</summary>
    internal int Acknowledged { get; private set; }

    internal ModelServer this[string name] => _servers[name];

    internal bool Has(string name) => _servers.ContainsKey(name);

    internal static Flavour Flavour(string tier, string name) => new(
        tier,
        name,
        $"assets/{tier}/{name}",
        $"{tier} as {name}",
        FlavourFamily.Container,
        [],
        tier switch
        {
            "web" => [],
            "php" => ["--env-file \"$EVOLVE_SECRETS\""],
            _ => ["--env-file \"$EVOLVE_SECRETS\"", "-v evolve-{name}:/var/lib/mysql"],
        },
        []);

    public Task<LampState> ReadAsync(string tier, CancellationToken cancellationToken) => Task.FromResult(Read());

    internal LampState Read() => new(
        Edge,
        Helper,
        [.. _servers.Select(pair => pair.Value.Tell(pair.Key, Helper is null))],
        [],
        Images.ToImmutableDictionary(name => name, name => "id of " + name));

    internal CutoverPlan Plan(string tier, string flavour) => CutoverPlanner.Plan(Read(), Flavour(tier, flavour));

    public Task SettleAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<CommandOutcome> RunAsync(
        DockerCommand command, TimeSpan deadline, Action<string> output, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Run.Add(command.OneLine);
        var outcome = Fault?.Invoke(command.OneLine) is { } trouble ? new CommandOutcome(false, trouble) : Apply(command);
        output(outcome.LastWords);
        Write();
        Assert.True(_servers.Values.Count(server => server is { IsRunning: true, TakesWrites: true }) < 2, "two databases take writes");
        return Task.FromResult(outcome);
    }

    /// <summary>Does what a command does.</summary>
    internal CommandOutcome Apply(DockerCommand command)
    {
        try
        {
            Do(command.OneLine.Split(' '));
            return new CommandOutcome(true, "");
        }
        catch (ModelRefusal refusal)
        {
            return new CommandOutcome(false, refusal.Message);
        }
    }

    /// <summary>Kills a container, or with the engine all of them: whatever they were in the middle of.</summary>
    internal void Kill(string name)
    {
        switch (name)
        {
            case "edge":
                Edge = ContainerState.Exited;
                IsPaused = false;
                break;
            case "db-helper":
                Helper = Helper is null ? null : ContainerState.Exited;
                break;
            case "engine":
                Kill("edge");
                Kill("db-helper");
                foreach (var server in _servers.Values.Where(server => server.State != ContainerState.Created))
                {
                    server.State = ContainerState.Exited;
                }

                break;
            default:
                _servers[name].State = ContainerState.Exited;
                break;
        }
    }

    /// <summary>Two seconds pass, after which the edge ends a pause by itself.</summary>
    internal void PassTime() => IsPaused = false;

    /// <summary>A visitor writes, if anybody takes it.</summary>
    internal void Write()
    {
        var server = _servers.Values.FirstOrDefault(server => server is { Tier: "db", Role: EdgeRole.Serves });
        if (Edge == ContainerState.Running && !IsPaused && server is { IsRunning: true, TakesWrites: true })
        {
            Acknowledged = ++server.Writes;
        }

        foreach (var replica in _servers.Values.Where(replica => replica is { IsRunning: true, Follows.IsRunning: true }))
        {
            replica.Writes = replica.Follows!.Writes;
        }
    }

    private void Do(string[] words)
    {
        switch (words)
        {
            case ["docker", "volume", "create", "--label", "dev.evolve.deployment=$EVOLVE_DEPLOYMENT", var volume]:
                Volumes.Add(volume);
                break;
            case ["docker", "run", "-d", "--name", "db-helper", ..]:
                Helper = Helper is null ? ContainerState.Running : throw new ModelRefusal("the name db-helper is in use");
                break;
            case ["docker", "run", "-d", "--name", var name, .., var image]:
                Create(name, image, words);
                break;
            case ["docker", "rm", "--force", "db-helper"]:
                Helper = null;
                break;
            case ["docker", "rm", "--force", var name]:
                Assert.NotEqual(EdgeRole.Serves, _servers[name].Role);
                _servers.Remove(name);
                break;
            case ["docker", "start" or "unpause", "edge"]:
                Edge = ContainerState.Running;
                break;
            case ["docker", "start" or "unpause", var name]:
                _servers[name].State = ContainerState.Running;
                break;
            case ["docker", "stop", var name]:
                Assert.NotEqual(EdgeRole.Serves, _servers[name].Role);
                _servers[name].State = ContainerState.Exited;
                break;
            case ["docker", "logs", "--tail", "10", var name]:
                Assert.True(Has(name));
                break;
            case ["docker", "exec", "edge", .. var rest]:
                AskEdge(Edge == ContainerState.Running ? rest : throw new ModelRefusal("Container edge is not running"));
                break;
            case ["docker", "exec", "db-helper", "database", .. var rest]:
                AskHelper(Helper == ContainerState.Running ? rest : throw new ModelRefusal("Container db-helper is not running"));
                break;
            default:
                Assert.Fail($"What is this? {string.Join(' ', words)}");
                break;
        }
    }

    private void Create(string name, string image, string[] words)
    {
        Assert.Contains("--read-only", words);
        Assert.All(words.Where(word => word.StartsWith("evolve-", StringComparison.Ordinal)), word => Assert.Contains(word.Split(':')[0], Volumes));
        if (Has(name))
        {
            throw new ModelRefusal($"the name {name} is in use");
        }

        var parts = image["evolve/".Length..].Split(':');
        _servers[name] = new ModelServer(parts[0], parts[1]);
    }

    private void AskEdge(string[] words)
    {
        switch (words)
        {
            case ["health", "--wait"]:
                break;
            case ["tier", "use", var tier, var name]:
                Answering(name);
                Serve(tier, name);
                break;
            case ["tier", "switch", var tier, var name]:
                Assert.NotEqual(EdgeRole.Unknown, Answering(name).Role);
                Serve(tier, name);
                IsPaused = false;
                break;
            case ["tier", "add", _, var name]:
                var added = _servers[name];
                added.Role = !added.IsRunning ? throw new ModelRefusal($"no container {name} runs")
                    : added.Role == EdgeRole.Serves ? EdgeRole.Serves : EdgeRole.Waits;
                break;
            case ["tier", "wait", _, var name]:
                Assert.NotEqual(EdgeRole.Unknown, Answering(name).Role);
                break;
            case ["tier", "drain", _, var name]:
                Assert.NotEqual(EdgeRole.Unknown, _servers[name].Role);
                _servers[name].Role = EdgeRole.Waits;
                break;
            case ["tier", "remove", _, var name]:
                Assert.NotEqual(EdgeRole.Serves, _servers[name].Role);
                _servers[name].Role = EdgeRole.Unknown;
                break;
            case ["tier", "pause", "db"]:
                IsPaused = true;
                break;
            case ["tier", "resume", "db"]:
                IsPaused = false;
                break;
            default:
                Assert.Fail($"The edge knows no {string.Join(' ', words)}");
                break;
        }
    }

    private void Serve(string tier, string name)
    {
        foreach (var (other, server) in _servers.Where(pair => pair.Value.Tier == tier && pair.Value.Role != EdgeRole.Unknown))
        {
            server.Role = other == name ? EdgeRole.Serves : EdgeRole.Waits;
        }

        _servers[name].Role = EdgeRole.Serves;
    }

    private ModelServer Answering(string name) =>
        _servers[name] is { IsRunning: true } server && !Broken.Contains(server.Flavour)
            ? server
            : throw new ModelRefusal($"{name} did not answer within 30 s");

    private void AskHelper(string[] words)
    {
        switch (words)
        {
            case ["follow", var name, var primary]:
                Answering(name).TakesWrites = false;
                this[name].Follows = Answering(primary);
                this[name].Writes = this[primary].Writes;
                break;
            case ["promote", var name, var primary]:
                Answering(primary).TakesWrites = false;
                Assert.Same(this[primary], Answering(name).Follows);
                this[name].Writes = this[primary].Writes;
                this[name].Follows = null;
                this[name].TakesWrites = true;
                break;
            case ["promote", var name]:
                Answering(name).Follows = null;
                this[name].TakesWrites = true;
                break;
            default:
                Assert.Fail($"The helper knows no {string.Join(' ', words)}");
                break;
        }
    }
}

/// <summary>One container of the model.</summary>
internal sealed class ModelServer(string tier, string flavour)
{
    internal string Tier { get; } = tier;

    internal string Flavour { get; } = flavour;

    internal string ImageId { get; set; } = $"id of evolve/{tier}:{flavour}";

    internal ContainerState State { get; set; } = ContainerState.Running;

    internal EdgeRole Role { get; set; }

    /// <summary>Kept in its data: a start does not change it.</summary>
    internal bool TakesWrites { get; set; }

    internal ModelServer? Follows { get; set; }

    internal int Writes { get; set; }

    internal bool IsRunning => State == ContainerState.Running;

    internal LampServer Tell(string name, bool isAsked) => new(name, Tier, Flavour, State, ImageId)
    {
        Role = Role,
        IsUp = Role != EdgeRole.Unknown && IsRunning,
        Mode = Tier != "db" || !IsRunning || !isAsked ? null : TakesWrites ? DatabaseMode.Primary : DatabaseMode.Replica,
    };
}

/// <summary>Why a command of the model fails.</summary>
internal sealed class ModelRefusal(string message) : Exception(message);
