using System.Collections.Immutable;
using CsCheck;
using Evolve.Lamp.Deployment;
using Evolve.Testing;
using Evolve.Tui.Drawing;
using Evolve.Tui.Tests.Support;
using Evolve.Tui.Themes;
using Evolve.Tui.Topology;
using Xunit;

namespace Evolve.Tui.Tests.Topology;

public class TopologyRendererTests
{
    private static readonly Theme s_theme = new(ThemeKind.Dark);

    public static TheoryData<int, int> Sizes => new() { { 36, 6 }, { 60, 12 }, { 120, 25 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_running_deployment_is_a_picture(int width, int height) =>
        await Verifier.Verify(Draw(Running(), width, height), $"{width}x{height}");

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task The_old_and_the_new_stand_beside_each_other(int width, int height) =>
        await Verifier.Verify(Draw(CutOver(), width, height), $"{width}x{height}");

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task An_empty_deployment_says_that_nothing_runs_yet(int width, int height) =>
        await Verifier.Verify(Draw(new DeploymentSnapshot(EngineState.Connected, [], null, null), width, height), $"{width}x{height}");

    [Theory]
    [InlineData(60, 12)]
    [InlineData(120, 25)]
    [InlineData(200, 25)]
    public async Task A_guest_says_what_its_machine_runs_on(int width, int height)
    {
        var running = Running();
        var guests = running with
        {
            Containers = running.Containers
                .SetItem(1, Container("web", "linux-unikernel", ContainerHealth.Healthy, "172.18.0.6", 83_000_000) with { Accelerator = Accelerator.Emulated })
                .SetItem(2, Container("php", "linux-unikernel", ContainerHealth.Healthy, "172.18.0.7", 61_000_000) with { Accelerator = Accelerator.Kvm }),
        };
        await Verifier.Verify(Draw(guests, width, height), $"{width}x{height}");
    }

    public static TheoryData<int, int> CutOverSizes => new() { { 80, 6 }, { 36, 6 }, { 80, 22 }, { 48, 18 }, { 120, 30 }, { 200, 50 } };

    [Theory]
    [MemberData(nameof(CutOverSizes))]
    public async Task A_new_container_stands_beside_the_one_that_serves(int width, int height) =>
        await Verifier.Verify(Draw(Moving(isMoved: false), width, height), $"{width}x{height}");

    [Theory]
    [MemberData(nameof(CutOverSizes))]
    public async Task The_new_one_takes_the_traffic_and_the_old_one_fades(int width, int height) =>
        await Verifier.Verify(Draw(Moving(isMoved: true), width, height), $"{width}x{height}");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_serves_is_coloured_and_what_serves_no_longer_is_dim(bool isMoved) =>
        await Verifier.Verify(Dump.Styled(Lines(Moving(isMoved), 80, 22), s_theme), isMoved ? "moved" : "before");

    [Fact]
    public async Task Without_UTF_8_the_way_is_drawn_in_ASCII()
    {
        var view = new TopologyView { Deployment = Moving(isMoved: true), Width = 100, Height = 22, Theme = new Theme(ThemeKind.Dark, ColorDepth.Monochrome, Symbols.Ascii) };
        await Verifier.Verify(Dump.Text(TopologyRenderer.Render(view)));
    }

    [Fact]
    public void A_newcomer_that_does_not_serve_yet_does_not_fade()
    {
        var before = Moving(isMoved: false);
        Assert.DoesNotContain(before.Of("php"), before.IsRelieved);
        var moved = Moving(isMoved: true);
        Assert.Equal(["php-container-1"], moved.Of("php").Where(moved.IsRelieved).Select(container => container.Name));
    }

    [Fact]
    public async Task Flavours_and_health_have_their_colours() =>
        await Verifier.Verify(Dump.Styled(Lines(CutOver(), 60, 12), s_theme));

    [Theory]
    [InlineData(34)]
    [InlineData(36)]
    public void The_narrow_form_cuts_neither_flavour_nor_figures(int width) =>
        Assert.All(Lines(Running(), width, 6).Skip(1).Take(4), line =>
        {
            Assert.Contains(" container ", line.Text, StringComparison.Ordinal);
            Assert.EndsWith(" MB", line.Text, StringComparison.Ordinal);
        });

    [Fact]
    public void An_absent_engine_shows_the_sentence_that_helps()
    {
        var view = new TopologyView
        {
            Deployment = DeploymentSnapshot.Unknown with { Engine = EngineState.Absent },
            Problem = "The engine at /var/run/docker.sock does not answer: start it.",
            Width = 36,
            Height = 6,
            Theme = s_theme,
        };
        var text = string.Join(' ', TopologyRenderer.Render(view).Select(line => line.Text.Trim()));
        Assert.Contains("does not answer: start it.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_engine_answers_it_is_said_that_it_is_asked() =>
        Assert.Contains("Asking the Docker engine", Draw(DeploymentSnapshot.Unknown, 36, 6), StringComparison.Ordinal);

    [Fact]
    public void Figures_and_words_that_change_move_nothing()
    {
        foreach (var (width, height) in new[] { (36, 6), (60, 12), (80, 14), (120, 25) })
        {
            var deployment = Running();
            var states =
                from memory in new long?[] { null, 900_000, 12_345_678, 999_400_000, 12_000_000_000 }
                from health in Enum.GetValues<ContainerHealth>()
                from address in new[] { null, "10.0.0.2", "172.118.100.102" }
                from serves in new[] { false, true }
                select deployment with { Containers = [.. deployment.Containers.Select(container => container with { MemoryBytes = memory, Health = health, Address = address, Serves = serves })] };
            var fixedParts = states.Select(state => string.Join('|', Lines(state, width, height)
                .Select(line => string.Join(',', new[] { "edge", "web", "php", "db", "container", "network" }.Select(word => line.Text.IndexOf(word, StringComparison.Ordinal))))));
            Assert.Single(fixedParts.Distinct());
        }
    }

    [Fact]
    public void Any_deployment_fits_any_size()
    {
        var container =
            from tier in Pick.From("edge", "web", "php", "db", "helper")
            from flavour in Pick.From("container", "mirage", "linux-unikernel", "漢字", "")
            from state in Gen.Enum<ContainerState>()
            from health in Gen.Enum<ContainerHealth>()
            from address in Pick.From(null, "172.18.0.2", "fd00:aaaa:bbbb:cccc::1")
            from memory in Pick.From<long?>(null, 0, 123_456_789, long.MaxValue)
            from serves in Gen.Bool
            from minute in Gen.Int[0, 59]
            select new TierContainer("id", $"{tier}-{flavour}-1", tier, flavour, state, health, address, memory) { Serves = serves, StartedAt = At(minute) };
        Gen.Select(container.Array[0, 9], Gen.Enum<EngineState>(), Gen.Int[1, 200], Gen.Int[1, 60]).Sample((containers, engine, width, height) =>
        {
            var lines = Lines(new DeploymentSnapshot(engine, [.. containers], "evolve", 8080), width, height);
            Assert.Equal(height, lines.Length);
            Assert.All(lines, line => Assert.True(line.Width() <= width));
        });
    }

    private static string Draw(DeploymentSnapshot deployment, int width, int height) => Dump.Text(Lines(deployment, width, height));

    private static ImmutableArray<StyledLine> Lines(DeploymentSnapshot deployment, int width, int height) =>
        TopologyRenderer.Render(new TopologyView { Deployment = deployment, Width = width, Height = height, Theme = s_theme });

    private static DeploymentSnapshot Running() => new(
        EngineState.Connected,
        [
            Container("edge", "container", ContainerHealth.Healthy, "172.18.0.2", 12_100_000),
            Container("web", "container", ContainerHealth.Healthy, "172.18.0.3", 24_000_000),
            Container("php", "container", ContainerHealth.Starting, "172.18.0.4", 31_400_000),
            Container("db", "container", ContainerHealth.Unhealthy, "172.18.0.5", 134_000_000),
        ],
        "evolve",
        8080);

    private static DeploymentSnapshot CutOver()
    {
        var running = Running();
        return running with
        {
            Containers = running.Containers
                .Insert(2, Container("web", "linux-unikernel", ContainerHealth.Starting, "172.18.0.6", 83_000_000))
                .Insert(4, Container("php", "mirage", ContainerHealth.Healthy, "172.18.0.14", 18_400_000))
                .SetItem(1, running.Containers[1] with { State = ContainerState.Exited, Address = null, MemoryBytes = null }),
        };
    }

    /// <summary>A php tier on its way from container to unikernel; web went there before, db stays.</summary>
    private static DeploymentSnapshot Moving(bool isMoved)
    {
        var running = Running();
        var old = running.Containers[2] with { Health = ContainerHealth.Healthy, StartedAt = At(3), Serves = !isMoved };
        var guest = Container("php", "linux-unikernel", ContainerHealth.Healthy, "172.18.0.7", 99_000_000) with
        {
            Accelerator = Accelerator.Emulated,
            StartedAt = At(20),
            Serves = isMoved,
        };
        var stopped = running.Containers[1] with { State = ContainerState.Exited, StartedAt = At(4), Address = null, MemoryBytes = null };
        var web = Container("web", "linux-unikernel", ContainerHealth.Healthy, "172.18.0.6", 80_000_000) with
        {
            Accelerator = Accelerator.Emulated,
            StartedAt = At(10),
            Serves = true,
        };
        var db = running.Containers[3] with { Health = ContainerHealth.Healthy, StartedAt = At(2), Serves = true };
        return running with { Containers = [running.Containers[0], stopped, web, old, guest, db] };
    }

    private static DateTimeOffset At(int minute) => new(2026, 1, 1, 12, minute, 0, TimeSpan.Zero);

    private static TierContainer Container(string tier, string flavour, ContainerHealth health, string address, long memory) =>
        new($"{tier}-{flavour}", $"{tier}-{flavour}-1", tier, flavour, ContainerState.Running, health, address, memory);
}
