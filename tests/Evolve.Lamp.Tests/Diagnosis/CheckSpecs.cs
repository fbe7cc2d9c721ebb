using System.Net;
using System.Net.Sockets;
using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Diagnosis.Checks;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Guests;
using Evolve.Lamp.Tests.Testing;
using Evolve.Terminal;
using Evolve.Testing;

namespace Evolve.Lamp.Tests.Diagnosis;

public sealed class CheckSpecs
{
    [Theory]
    [InlineData("xterm-256color", "C.UTF-8", 80, 24, FindingLevel.Good)]
    [InlineData("xterm-256color", "en_GB.utf8", 200, 60, FindingLevel.Good)]
    [InlineData("xterm-256color", "C.UTF-8", 79, 24, FindingLevel.Problem)]
    [InlineData("xterm-256color", "C.UTF-8", 80, 23, FindingLevel.Problem)]
    [InlineData("xterm", "POSIX", 80, 24, FindingLevel.Warning)]
    [InlineData("dumb", "C.UTF-8", 80, 24, FindingLevel.Problem)]
    [InlineData("", "C.UTF-8", 80, 24, FindingLevel.Problem)]
    public async Task The_terminal_is_judged(string term, string locale, int columns, int rows, FindingLevel expected)
    {
        var host = new FakeHost().With("TERM", term).With("LANG", locale);
        var finding = await new TerminalCheck(host, new TerminalSize(columns, rows)).LookAsync(default);
        Assert.Equal(expected, finding.Level);
        Assert.Equal(expected == FindingLevel.Good, finding.Remedy is null);
    }

    [Theory]
    [InlineData("6.1.0-32-amd64", "Debian, x86-64", FindingLevel.Good)]
    [InlineData("5.15.167.4-microsoft-standard-WSL2", "Debian, x86-64, WSL 2", FindingLevel.Good)]
    [InlineData("4.4.0-19041-Microsoft", "Debian, x86-64, WSL 1", FindingLevel.Problem)]
    public async Task The_platform_is_named(string release, string value, FindingLevel expected)
    {
        var host = new FakeHost()
            .WithFile("/proc/sys/kernel/osrelease", release + "\n")
            .WithFile("/etc/os-release", "ID=debian\nPRETTY_NAME=\"Debian\"\n");
        var finding = await new PlatformCheck(host).LookAsync(default);
        Assert.Equal((expected, value), (finding.Level, finding.Value));
    }

    [Fact]
    public async Task A_busy_port_names_its_holder()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var fake = new FakeEngine();
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        var finding = await PortCheckOf(engine, port).LookAsync(default);
        Assert.Equal(FindingLevel.Problem, finding.Level);
        Assert.Contains($"(process {Environment.ProcessId})", finding.Value);
        listener.Stop();
        Assert.Equal($"{port} is free", (await PortCheckOf(engine, port).LookAsync(default)).Value);
    }

    [Theory]
    [InlineData("mine", FindingLevel.Good, "held by our own deployment")]
    [InlineData("theirs", FindingLevel.Problem, "the container shop")]
    public async Task A_port_that_a_container_publishes_is_ours_or_its(string deployment, FindingLevel level, string value)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var fake = new FakeEngine();
        fake.Bodies["/info"] = """{"ID":"engine"}""";
        fake.Bodies["/containers/json"] =
            $$"""[{"Id":"c","Names":["/shop"],"Labels":{"dev.evolve.deployment":"{{deployment}}"},"Ports":[{"PrivatePort":80,"PublicPort":{{port}},"Type":"tcp"}]}]""";
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        var finding = await PortCheckOf(engine, port).LookAsync(default);
        Assert.Equal(level, finding.Level);
        Assert.Contains(value, finding.Value);
    }

    [Theory]
    [InlineData("edge", "mine", FindingLevel.Good, "free, or our own", null)]
    [InlineData("web-php-1", null, FindingLevel.Good, "free, or our own", null)]
    [InlineData("edge", "theirs", FindingLevel.Problem, "the container edge is of somebody else", "./run.sh clean --all")]
    [InlineData("web-tomorrow-1", null, FindingLevel.Good, "free, or our own", null)]
    [InlineData("php-linux-unikernel-1", null, FindingLevel.Problem, "the container php-linux-unikernel-1 is of somebody else", "rename or remove")]
    [InlineData("db-container-1", null, FindingLevel.Problem, "the container db-container-1 is of somebody else", "rename or remove")]
    public async Task A_name_that_the_talk_gives_and_somebody_else_has_is_told(
        string name, string? deployment, FindingLevel level, string value, string? remedy)
    {
        var labels = deployment is null ? "{}" : $$"""{"dev.evolve.deployment":"{{deployment}}"}""";
        await using var fake = new FakeEngine();
        fake.Bodies["/info"] = """{"ID":"engine"}""";
        fake.Bodies["/volumes"] = """{"Volumes":[{"Name":"evolve-database","Labels":null}]}""";
        fake.Bodies["/containers/json"] = $$"""[{"Id":"c","Names":["/{{name}}"],"Labels":{{labels}}}]""";
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        var finding = await new NamesCheck(TalkWith(engine)).LookAsync(default);
        Assert.Equal(level, finding.Level);
        Assert.Contains(value, finding.Value);
        Assert.Equal(remedy is null, finding.Remedy is null);
        Assert.Contains(remedy ?? "", finding.Remedy ?? "");
    }

    [Fact]
    public async Task Networks_and_volumes_have_names_too_and_a_long_list_is_cut()
    {
        await using var fake = new FakeEngine();
        fake.Bodies["/info"] = """{"ID":"engine"}""";
        fake.Bodies["/networks"] = """[{"Name":"evolve","Labels":{}},{"Name":"evolve2","Labels":{}}]""";
        fake.Bodies["/volumes"] = """{"Volumes":[{"Name":"evolve-db","Labels":null},{"Name":"evolve-edge","Labels":null}]}""";
        fake.Bodies["/containers/json"] = """[{"Id":"c","Names":["/edge"],"Labels":{}}]""";
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        var finding = await new NamesCheck(TalkWith(engine)).LookAsync(default);
        Assert.Equal("the container edge, the network evolve, the volume evolve-db and 1 more are of somebody else", finding.Value);
    }

    [Theory]
    [InlineData("evolve-saved")]
    [InlineData("evolve-db-linux-unikernel-2")]
    public async Task The_volumes_of_a_flavour_have_names_too(string name)
    {
        await using var fake = new FakeEngine();
        fake.Bodies["/info"] = """{"ID":"engine"}""";
        fake.Bodies["/volumes"] = $$"""{"Volumes":[{"Name":"{{name}}","Labels":null}]}""";
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        Assert.Equal($"the volume {name} is of somebody else", (await new NamesCheck(TalkWith(engine)).LookAsync(default)).Value);
    }

    [Fact]
    public async Task A_missing_kvm_is_a_warning_since_guests_can_be_emulated()
    {
        var finding = await new KvmCheck(_ => throw new InvalidOperationException("There is nothing to boot on."), "/dev/there-is-no-such-device").LookAsync(default);
        Assert.Equal((FindingLevel.Warning, "not present"), (finding.Level, finding.Value));
    }

    [Fact]
    public async Task A_kvm_that_opens_is_only_believed_after_a_boot()
    {
        Assert.Equal(
            (FindingLevel.Good, "works: a guest was ready after 0.172 s"),
            await FindingAfter("probe: hello\nrunner: ready accel=kvm kernel=0.150s probe=0.171s ready=0.172s\nrunner: the guest ended with status 0\n", 0));
        Assert.Equal(
            (FindingLevel.Warning, "present, but does not work: the guest's kernel gave no sign within 2 s"),
            await FindingAfter("runner: KVM is not used: the guest's kernel gave no sign within 2 s; the guest is emulated, which is slower\nrunner: ready accel=tcg kernel=2.1s ready=2.2s\n", 0));
        Assert.Equal(
            (FindingLevel.Warning, "present, but does not work: the probe guest did not run: docker: no space left on device."),
            await FindingAfter("docker: no space left on device.\n", 125));
        Assert.Equal(
            (FindingLevel.Good, "present, can be opened; once evolve/runner is built, a boot shows whether it works"),
            await FindingOf(_ => Task.FromResult<KvmAnswer?>(null)));

        static Task<(FindingLevel, string)> FindingAfter(string log, int code) =>
            FindingOf(_ => Task.FromResult<KvmAnswer?>(KvmAnswer.Read(log, code)));

        static async Task<(FindingLevel, string)> FindingOf(Func<CancellationToken, Task<KvmAnswer?>> boot)
        {
            var finding = await new KvmCheck(boot, "/dev/null").LookAsync(default);
            return (finding.Level, finding.Value);
        }
    }

    [Fact]
    public async Task Memory_is_read_from_the_kernel()
    {
        var host = new FakeHost().WithFile("/proc/meminfo", "MemTotal:  8000000 kB\nMemAvailable:    400000 kB\n");
        Assert.Equal((FindingLevel.Problem, "410 MB free"), await new MemoryCheck(host).LookAsync(default) is var finding ? (finding.Level, finding.Value) : default);
    }

    private static PortCheck PortCheckOf(DockerEngine engine, int port) => new(TalkWith(engine, port));

    private static EngineTalk TalkWith(DockerEngine engine, int port = 8080)
    {
        var resolution = new DockerEndpointResolver(new FakeHost().With("DOCKER_HOST", engine.Endpoint.Host)).Resolve();
        return new EngineTalk(new DoctorSubject(resolution, engine, "mine", "debian:trixie-slim", port, "/")
        {
            Flavours = FlavourCatalog.Read(Repository.PathOf("assets")).Flavours,
        });
    }
}
