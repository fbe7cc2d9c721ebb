using System.Collections.Immutable;
using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Diagnosis.Checks;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Guests;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Diagnosis;

/// <summary>What is looked at for one scenario.</summary>
public sealed class TalkCheckSpecs
{
    private const string Route = """
        Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
        eth0	00000000	010011AC	0003	0	0	0	00000000	0	0	0
        """;

    private const string LinkOnly = """
        Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask		MTU	Window	IRTT
        eth0	000011AC	00000000	0001	0	0	0	0000FFFF	0	0	0
        """;

    // The kernel's own: unreachable ways by the loopback are in it on a machine without a network, too.
    private const string Loopback = """
        00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo
        """;

    [Theory]
    [InlineData(true, true, "all 2 that its steps name are there", FindingLevel.Good)]
    [InlineData(true, false, "1 of 2 are missing: evolve/runner", FindingLevel.Warning)]
    [InlineData(false, false, "2 of 2 are missing: evolve/edge:container, evolve/runner", FindingLevel.Warning)]
    public async Task Images_that_would_be_built_on_stage_are_told(bool hasEdge, bool hasRunner, string value, FindingLevel level)
    {
        await using var fake = new FakeEngine();
        fake.Bodies["/info"] = """{"ID":"engine"}""";
        string[] tags = [.. hasEdge ? ["evolve/edge:container"] : Array.Empty<string>(), .. hasRunner ? ["evolve/runner:latest"] : Array.Empty<string>()];
        fake.Bodies["/images/json"] = $$"""[{"Id":"sha256:1","RepoTags":[{{string.Join(',', tags.Select(tag => $"\"{tag}\""))}}]},{"Id":"sha256:2","RepoTags":null}]""";
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        var finding = await new ImagesCheck(new ImageStock(Talk(engine), ["evolve/edge:container", "evolve/runner"])).LookAsync(default);
        Assert.Equal((level, value), (finding.Level, finding.Value));
        Assert.Equal(level == FindingLevel.Good, finding.Remedy is null);
    }

    [Fact]
    public async Task Without_an_engine_nothing_is_known_of_images_and_without_names_nothing_is_asked()
    {
        var talk = new EngineTalk(Subject(null));
        Assert.Equal("not known while no engine answers", (await new ImagesCheck(new ImageStock(talk, ["evolve/runner"])).LookAsync(default)).Value);
        Assert.Equal(FindingLevel.Good, (await new ImagesCheck(new ImageStock(talk, [])).LookAsync(default)).Level);
    }

    [Fact]
    public async Task What_is_missing_needs_room_too()
    {
        var free = new DriveInfo("/").AvailableFreeSpace;
        var finding = await new DiskCheck("disk", _ => Task.FromResult<string?>("/"), more: free).LookAsync(default);
        Assert.Equal(FindingLevel.Problem, finding.Level);
        Assert.StartsWith($"Free {(free + 2_000_000_000) / 1_000_000_000} GB at least", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Route, "", FindingLevel.Good)]
    [InlineData(LinkOnly, "", FindingLevel.Warning)]
    [InlineData("", Loopback, FindingLevel.Warning)]
    [InlineData("", "", FindingLevel.Warning)]
    public async Task A_way_out_is_looked_for_and_nothing_is_sent(string table, string sixth, FindingLevel level)
    {
        var host = new FakeHost().WithFile("/proc/net/route", table).WithFile("/proc/net/ipv6_route", sixth);
        Assert.Equal(level, (await new NetworkCheck(host).LookAsync(default)).Level);
    }

    [Fact]
    public async Task Steps_without_a_recording_are_named()
    {
        Assert.Equal("all 2 live steps have one", (await Look(["a", "b"], ["b", "a"])).Value);
        Assert.Equal("no step needs one", (await Look([], [])).Value);
        var finding = await Look(["a", "b", "c", "d", "e", "f", "g"], ["b"]);
        Assert.Equal((FindingLevel.Warning, "6 of 7 live steps have none: a, c, d, e and 2 more"), (finding.Level, finding.Value));

        static Task<Finding> Look(ImmutableArray<string> steps, ImmutableArray<string> recorded) =>
            new RecordingsCheck(Needs() with { Steps = steps, Recorded = recorded }).LookAsync(default);
    }

    [Fact]
    public async Task Kvm_is_a_problem_only_for_who_cannot_do_without()
    {
        var check = new KvmCheck(_ => Task.FromResult<KvmAnswer?>(null), "/no/such/device");
        Assert.Equal(FindingLevel.Warning, (await check.LookAsync(default)).Level);
        Assert.Equal(FindingLevel.Problem, (await new KvmNeededCheck(check).LookAsync(default)).Level);
    }

    [Fact]
    public void Only_what_a_scenario_needs_is_looked_at()
    {
        var host = new FakeHost();
        var without = Doctor.OfTalk(Subject(null), Needs(), host, TimeProvider.System).Subjects;
        Assert.Equal(["platform", ".NET", "state's disk", "memory", "processors", "recordings", "terminal"], without);
        var with = Doctor.OfTalk(Subject(null), Needs() with { Engine = true, Network = true }, host, TimeProvider.System).Subjects;
        Assert.Superset(new HashSet<string> { "engine", "images", "docker's disk", "network", "/dev/kvm" }, with.ToHashSet());
    }

    private static TalkNeeds Needs() => new(false, false, false, [], [], []);

    private static EngineTalk Talk(DockerEngine engine) => new(Subject(engine));

    private static DoctorSubject Subject(DockerEngine? engine)
    {
        var address = engine?.Endpoint.Host ?? "unix:///nowhere";
        var resolution = new DockerEndpointResolver(new FakeHost().With("DOCKER_HOST", address)).Resolve();
        return new DoctorSubject(resolution, engine, "mine", "debian:trixie-slim", 8080, "/");
    }
}
