using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Deployment;

public sealed class DeploymentWatcherSpecs : IAsyncLifetime, IAsyncDisposable
{
    private const string Deployment = "0123456789abcdef";
    private readonly FakeEngine _fake = new();
    private readonly DockerEngine _engine;
    private readonly DeploymentWatcher _watcher;

    public DeploymentWatcherSpecs()
    {
        _engine = new DockerEngine(_fake.Endpoint, TimeProvider.System);
        _watcher = new DeploymentWatcher(_engine, Deployment, TimeProvider.System);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _watcher.DisposeAsync();
        _engine.Dispose();
        await _fake.DisposeAsync();
    }

    [Fact]
    public void Nothing_is_known_and_nothing_is_asked_before_it_starts()
    {
        Assert.Equal(EngineState.Connecting, _watcher.Current.Engine);
        Assert.Empty(_fake.Requests);
    }

    [Fact]
    public async Task I_see_what_was_there_before()
    {
        _fake.Bodies["/containers/json"] = """[{"Id":"php1"},{"Id":"edge1"},{"Id":"other1"}]""";
        _fake.Bodies["/containers/edge1/json"] = Container("edge1", "edge", "running", "healthy");
        _fake.Bodies["/containers/php1/json"] = Container("php1", "php", "exited", null);
        _fake.Bodies["/containers/other1/json"] = Container("other1", "seeder", "created", null);
        _fake.Bodies["/networks"] = """[{"Name":"evolve","Id":"n1"}]""";
        _watcher.Start();
        await SeesAsync(snapshot => snapshot.Engine == EngineState.Connected);
        var now = _watcher.Current;
        Assert.Equal(["edge", "php-container-1", "seeder-container-1"], now.Containers.Select(container => container.Name));
        Assert.Equal((ContainerHealth.Healthy, "172.20.0.5"), (now.Containers[0].Health, now.Containers[0].Address));
        Assert.Equal(("evolve", 8080), (now.Network, now.PublishedPort));
    }

    [Fact]
    public async Task I_see_a_container_appear_turn_healthy_and_go()
    {
        _watcher.Start();
        await SeesAsync(snapshot => snapshot.Engine == EngineState.Connected);
        _fake.Bodies["/containers/web1/json"] = Container("web1", "web", "running", "starting");
        await _fake.SendEventAsync(Event("start", "web1"));
        await SeesAsync(snapshot => snapshot.Of("web").Any(web => web.Health == ContainerHealth.Starting));
        _fake.Bodies["/containers/web1/json"] = Container("web1", "web", "running", "healthy");
        await _fake.SendEventAsync(Event("health_status: healthy", "web1"));
        await SeesAsync(snapshot => snapshot.Of("web").Any(web => web.Health == ContainerHealth.Healthy));
        _fake.Bodies.TryRemove("/containers/web1/json", out _);
        await _fake.SendEventAsync(Event("destroy", "web1"));
        await SeesAsync(snapshot => snapshot.Containers.IsEmpty);
    }

    [Fact]
    public async Task A_burst_of_events_is_answered_at_once()
    {
        _watcher.Start();
        await SeesAsync(snapshot => snapshot.Engine == EngineState.Connected);
        _fake.Bodies["/containers/db1/json"] = Container("db1", "db", "running", "healthy");
        await _fake.SendEventAsync(string.Join('\n', Enumerable.Repeat(Event("start", "db1"), 500)));
        await SeesAsync(snapshot => snapshot.Of("db").Any());
        Assert.InRange(_fake.Requests.Count(request => request.EndsWith("/containers/db1/json", StringComparison.Ordinal)), 1, 5);
    }

    [Fact]
    public async Task Containers_of_others_are_not_asked_for()
    {
        _watcher.Start();
        await SeesAsync(snapshot => snapshot.Engine == EngineState.Connected);
        _fake.Bodies["/containers/mine/json"] = Container("mine", "db", "running", "healthy");
        await _fake.SendEventAsync(Event("start", "alien", "another"));
        await _fake.SendEventAsync(Event("start", "mine"));
        await SeesAsync(snapshot => snapshot.Of("db").Any());
        Assert.DoesNotContain(_fake.Requests, request => request.Contains("alien", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"Type\":\"container\",\"Act")]
    [InlineData("this is no event\n")]
    public async Task An_engine_that_goes_is_noticed_and_one_that_comes_back_is_watched_again(string? lastWords)
    {
        _fake.Bodies["/containers/json"] = """[{"Id":"edge1"}]""";
        _fake.Bodies["/containers/edge1/json"] = Container("edge1", "edge", "running", "healthy");
        _watcher.Start();
        await SeesAsync(snapshot => snapshot.Containers.Length == 1);
        if (lastWords is not null)
        {
            await _fake.EventStreams.Keys.Single().ChunkAsync(lastWords);
        }

        var wentAway = SeesAsync(snapshot => snapshot is { Engine: EngineState.Absent, Containers.IsEmpty: true });
        _fake.GoAway();
        await wentAway;
        Assert.NotNull(_watcher.Problem);
        _fake.Listen();
        await SeesAsync(snapshot => snapshot is { Engine: EngineState.Connected, Containers.Length: 1 });
        Assert.Null(_watcher.Problem);
    }

    [Fact]
    public async Task Memory_is_streamed_only_while_somebody_looks()
    {
        var streams = 0;
        var ended = new TaskCompletionSource();
        _fake.Bodies["/containers/json"] = """[{"Id":"edge1"}]""";
        _fake.Bodies["/containers/edge1/json"] = Container("edge1", "edge", "running", "healthy");
        _fake.Route = async (path, answer) =>
        {
            if (!path.Contains("/stats", StringComparison.Ordinal))
            {
                await _fake.Standard(path, answer);
                return;
            }

            Interlocked.Increment(ref streams);
            await answer.BeginChunksAsync();
            await answer.ChunkAsync("""{"memory_stats":{"usage":5000,"stats":{"inactive_file":1000}}}""" + "\n");

            // The caller says nothing more: a read ends when it hangs up.
            Assert.Equal(0, await answer.Stream.ReadAsync(new byte[1], answer.Ended));
            ended.SetResult();
        };
        _watcher.Start();
        await SeesAsync(snapshot => snapshot.Containers.Length == 1);
        Assert.Null(_watcher.Current.Containers[0].MemoryBytes);
        Assert.Equal(0, streams);
        _watcher.WantsStats = true;
        await SeesAsync(snapshot => snapshot.Containers[0].MemoryBytes == 4000);
        _watcher.WantsStats = false;
        await SeesAsync(snapshot => snapshot.Containers[0].MemoryBytes is null);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(1, streams);
    }

    [Fact]
    public async Task What_a_build_starts_is_no_tier_though_it_has_the_labels_of_one()
    {
        _fake.Bodies["/containers/json"] = """[{"Id":"build1"},{"Id":"php1"},{"Id":"registry1"}]""";
        _fake.Bodies["/containers/build1/json"] = Container("build1", "php", "running", null, "goofy_euclid");
        _fake.Bodies["/containers/php1/json"] = Container("php1", "php", "running", "healthy");
        _fake.Bodies["/containers/registry1/json"] = Container("registry1", "registry", "running", null, "evolve-registry", 5000);
        _watcher.Start();
        await SeesAsync(snapshot => snapshot.Engine == EngineState.Connected);
        Assert.Equal(["php-container-1"], _watcher.Current.Of("php").Select(container => container.Name));
        Assert.Equal(["registry", ""], _watcher.Current.Containers.Where(container => !container.IsOfTier).Select(container => container.Tier));
        Assert.Null(_watcher.Current.PublishedPort);
    }

    [Fact]
    public async Task The_log_of_a_guest_is_read_until_it_has_said_what_its_machine_runs_on()
    {
        _fake.Bodies["/containers/json"] = """[{"Id":"php1"}]""";
        _fake.Bodies["/containers/php1/json"] = Guest("2025-01-01T00:00:00Z");
        _fake.Bodies["/containers/php1/logs"] = "";
        _watcher.Start();
        await SeesAsync(snapshot => snapshot.Containers is [{ Accelerator: null }]);
        _fake.Bodies["/containers/php1/logs"] = Frame("runner: ready accel=tcg kernel=0.150s ready=1.172s\n");
        await _fake.SendEventAsync(Event("health_status: healthy", "php1"));
        await SeesAsync(snapshot => snapshot.Containers is [{ Accelerator: Accelerator.Emulated }]);
        var read = LogsRead();
        await _fake.SendEventAsync(Event("health_status: healthy", "php1"));
        _fake.Bodies["/containers/db1/json"] = Container("db1", "db", "running", "healthy");
        await _fake.SendEventAsync(Event("start", "db1"));
        await SeesAsync(snapshot => snapshot.Of("db").Any());
        Assert.Equal(read, LogsRead());
        _fake.Bodies["/containers/php1/json"] = Guest("2025-01-01T00:01:00Z");
        _fake.Bodies["/containers/php1/logs"] = Frame("runner: ready accel=kvm kernel=0.050s ready=0.172s\n");
        await _fake.SendEventAsync(Event("start", "php1"));
        await SeesAsync(snapshot => snapshot.Of("php").Any(php => php.Accelerator == Accelerator.Kvm));
    }

    [Fact]
    public async Task Who_shows_no_machine_reads_no_log()
    {
        _fake.Bodies["/containers/json"] = """[{"Id":"php1"}]""";
        _fake.Bodies["/containers/php1/json"] = Guest("2025-01-01T00:00:00Z");
        var text = await new DeploymentStates(_engine, Deployment).DescribeAsync();
        Assert.Contains("php-container-1  Running", text, StringComparison.Ordinal);
        Assert.Equal(0, LogsRead());
    }

    [Fact]
    public async Task The_edge_is_asked_who_serves_when_a_command_in_it_may_have_changed_that()
    {
        var asked = 0;
        var serving = "php-container-1";
        await using var watcher = new DeploymentWatcher(_engine, Deployment, TimeProvider.System, _ =>
        {
            asked++;
            return Task.FromResult<ImmutableArray<EdgeServer>?>([new("php", serving, Serves: true, Up: true)]);
        });
        HasEdgeAndTwo("running");
        watcher.Start();
        await SeesAsync(watcher, snapshot => snapshot.Containers.Length == 3);
        Assert.Equal(0, asked);
        watcher.WantsStats = true;
        await SeesAsync(watcher, snapshot => Serving(snapshot) == "php-container-1");
        Assert.Equal(1, asked);

        serving = "php-linux-unikernel-1";
        await _fake.SendEventAsync(Command("exec_start: health", "e1"));
        await _fake.SendEventAsync(Command("exec_die", "e1"));
        await _fake.SendEventAsync(Command("exec_start: tier show --json", "e2"));
        await _fake.SendEventAsync(Command("exec_die", "e2"));
        await _fake.SendEventAsync(Command("exec_start: tier wait php php-linux-unikernel-1", "e3"));
        await _fake.SendEventAsync(Command("exec_die", "e3"));
        _fake.Bodies["/containers/db1/json"] = Container("db1", "db", "running", "healthy");
        await _fake.SendEventAsync(Event("start", "db1"));
        await SeesAsync(watcher, snapshot => snapshot.Of("db").Any());
        Assert.Equal((1, "php-container-1"), (asked, Serving(watcher.Current)));

        await _fake.SendEventAsync(Command("exec_start: tier use php php-linux-unikernel-1", "e4"));
        await _fake.SendEventAsync(Command("exec_die", "e4"));
        await SeesAsync(watcher, snapshot => Serving(snapshot) == "php-linux-unikernel-1");
        Assert.Equal(2, asked);
        Assert.True(watcher.Current.IsRelieved(watcher.Current.Of("php").First()));

        HasEdgeAndTwo("exited");
        await _fake.SendEventAsync(Event("die", "edge1"));
        await SeesAsync(watcher, snapshot => Serving(snapshot) is null);
        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task An_edge_that_hangs_or_says_nothing_holds_up_no_picture()
    {
        var asked = new TaskCompletionSource();
        await using var watcher = new DeploymentWatcher(_engine, Deployment, TimeProvider.System, async cancellationToken =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return null;
        });
        HasEdgeAndTwo("running");
        watcher.WantsStats = true;
        watcher.Start();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _fake.Bodies["/containers/db1/json"] = Container("db1", "db", "running", "healthy");
        await _fake.SendEventAsync(Event("start", "db1"));
        await SeesAsync(watcher, snapshot => snapshot.Of("db").Any());
        Assert.Null(Serving(watcher.Current));
    }

    private void HasEdgeAndTwo(string edgeState)
    {
        _fake.Bodies["/containers/json"] = """[{"Id":"edge1"},{"Id":"php1"},{"Id":"php2"}]""";
        _fake.Bodies["/containers/edge1/json"] = Container("edge1", "edge", edgeState, "healthy");
        _fake.Bodies["/containers/php1/json"] = Started(Container("php1", "php", "running", "healthy"), "2025-01-01T00:00:00Z");
        _fake.Bodies["/containers/php2/json"] = Started(
            Container("php2", "php", "running", "healthy", "php-linux-unikernel-1").Replace("\"container\"", "\"linux-unikernel\"", StringComparison.Ordinal),
            "2025-01-01T00:01:00Z");
    }

    private static string? Serving(DeploymentSnapshot snapshot) => snapshot.Of("php").SingleOrDefault(php => php.Serves)?.Name;

    private static string Started(string container, string at) => container
        .Replace("\"Status\":\"running\"", $"\"Status\":\"running\",\"Running\":true,\"StartedAt\":\"{at}\"", StringComparison.Ordinal);

    private static string Command(string action, string id) =>
        $$$"""{"Type":"container","Action":"{{{action}}}","Actor":{"ID":"edge1","Attributes":{"{{{Labels.Deployment}}}":"{{{Deployment}}}","name":"edge","execID":"{{{id}}}"} } }""";

    private int LogsRead() => _fake.Requests.Count(request => request.Contains("/logs", StringComparison.Ordinal));

    private static string Guest(string startedAt) => Started(Container("php1", "php", "running", null), startedAt)
        .Replace("\"Config\":{", "\"Config\":{\"Entrypoint\":[\"/runner\"],", StringComparison.Ordinal);

    /// <summary>A line of a log as the engine frames it: the stream, three zeros, the length in four bytes.</summary>
    private static string Frame(string line) => $"\u0001\0\0\0\0\0\0{(char)line.Length}{line}";

    private static string Event(string action, string id, string deployment = Deployment) =>
        $$$"""{"Type":"container","Action":"{{{action}}}","Actor":{"ID":"{{{id}}}","Attributes":{"{{{Labels.Deployment}}}":"{{{deployment}}}","name":"x"} } }""";

    private static string Container(string id, string tier, string state, string? health, string? name = null, int? port = null)
    {
        name ??= tier == "edge" ? tier : $"{tier}-container-1";
        var healthPart = health is null ? "" : $",\"Health\":{{\"Status\":\"{health}\"}}";
        port ??= tier == "edge" ? 8080 : null;
        var ports = port is null ? "{}" : $$"""{"{{port}}/tcp":[{"HostIp":"127.0.0.1","HostPort":"{{port}}"}],"9000/tcp":null}""";
        return $$"""
            {"Id":"{{id}}","Name":"/{{name}}","Created":"2025-01-01T00:00:00Z",
             "State":{"Status":"{{state}}"{{healthPart}} },
             "Config":{"Labels":{"{{Labels.Deployment}}":"{{Deployment}}","{{Labels.Tier}}":"{{tier}}","{{Labels.Flavour}}":"container"} },
             "NetworkSettings":{"Ports":{{ports}},"Networks":{"evolve":{"IPAddress":"172.20.0.5"} } } }
            """;
    }

    private Task SeesAsync(Func<DeploymentSnapshot, bool> condition) => SeesAsync(_watcher, condition);

    private static Task SeesAsync(DeploymentWatcher watcher, Func<DeploymentSnapshot, bool> condition) => Eventually.HoldsAsync(
        () => condition(watcher.Current),
        signal => watcher.Changed += signal,
        () => $"{watcher.Current} {watcher.Problem}");
}
