using System.Diagnostics;
using System.Formats.Tar;
using System.Net;
using System.Net.Sockets;
using CliWrap;
using Evolve.EndToEnd.Engine;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Guests;
using Xunit;

namespace Evolve.EndToEnd.Guests;

/// <summary>A real guest, the probe, in a real container that may do nothing special.</summary>
public sealed class RunnerSpecs(RunnerImage runner) : IClassFixture<RunnerImage>
{
    private const long LargestImage = 70_000_000;

    [Fact]
    public async Task The_image_is_small_and_has_no_shell_and_no_package_manager()
    {
        var container = await runner.Deployment.DockerAsync("create", "--label", runner.Deployment.Label, runner.Name);
        using var content = new MemoryStream();
        await runner.Deployment.Command("export", container).WithStandardOutputPipe(PipeTarget.ToStream(content)).ExecuteAsync();
        content.Position = 0;
        var files = new Dictionary<string, long>();
        using (var reader = new TarReader(content))
        {
            while (await reader.GetNextEntryAsync() is { } entry)
            {
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.SymbolicLink or TarEntryType.HardLink)
                {
                    files[entry.Name] = entry.Length;
                }
            }
        }

        Assert.True(files.Values.Sum() < LargestImage, $"The image has {files.Values.Sum()} bytes.");
        Assert.Equal(["bin/bash", "bin/ls", "bin/runner", "bin/sh"], In("bin/"));
        Assert.Equal(["usr/bin/qemu-system-x86_64"], In("usr/bin/"));
        Assert.Empty(In("sbin/").Concat(In("usr/sbin/")).Concat(In("var/")));

        IEnumerable<string> In(string folder) => files.Keys.Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("microvm")]
    [InlineData("pc")]
    [InlineData("q35")]
    public async Task A_guest_boots_on_each_machine_without_any_privilege(string machine)
    {
        var (code, output) = await runner.RunProbeAsync("exit 0", "-e", $"RUNNER_MACHINE={machine}");
        Assert.True(code == 0, output);
        Assert.Contains("probe: the timer ticks\n", output);
        Assert.Matches(@"runner: ready accel=tcg kernel=\d\.\d{3}s probe=\d\.\d{3}s ready=\d\.\d{3}s\n", output);
    }

    [Theory]
    [InlineData("exit 7", 7, "the guest ended with status 7")]
    [InlineData("exit 75", 139, "the guest's program died of signal 11")]
    [InlineData("crash", 112, "the guest crashed: its machine was reset or halted without a status")]
    [InlineData("late", 114, "the guest was not ready within 1 s and was killed")]
    public async Task The_containers_exit_status_tells_how_the_guest_ended(string todo, int status, string sentence)
    {
        var (code, output) = await runner.RunProbeAsync(todo, "-e", "RUNNER_READY_TIMEOUT=1s");
        Assert.Equal(status, code);
        Assert.Contains($"runner: {sentence}\n", output);
    }

    [Fact]
    public async Task Docker_stop_is_a_clean_end()
    {
        var container = await runner.StartProbeAsync("");
        var clock = Stopwatch.StartNew();
        await runner.Deployment.DockerAsync("stop", container);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed.TotalSeconds} s.");
        Assert.EndsWith("probe: asked to stop\nrunner: the guest ended with status 0\n", await runner.LogAsync(container));
        Assert.Equal("0", await runner.Deployment.DockerAsync("inspect", "-f", "{{.State.ExitCode}}", container));
    }

    [Fact]
    public async Task A_deaf_guest_is_killed_at_the_deadline()
    {
        var container = await runner.StartProbeAsync("deaf", "-e", "RUNNER_STOP_TIMEOUT=500ms");
        await runner.Deployment.DockerAsync("stop", container);
        Assert.Equal("115", await runner.Deployment.DockerAsync("inspect", "-f", "{{.State.ExitCode}}", container));
    }

    [Fact]
    public async Task A_secret_reaches_the_guest_and_no_command_line()
    {
        const string Secret = "wait for the swan";
        var container = await runner.StartProbeAsync(Secret);
        Assert.Contains($"probe: env.PROBE has {Secret.Length} bytes\n", await runner.LogAsync(container));
        var top = await runner.Deployment.DockerAsync("top", container, "-eo", "pid,args");
        Assert.Contains("qemu-system-x86_64", top);
        Assert.DoesNotContain("swan", top);
    }

    [Fact]
    public async Task A_guest_too_large_for_its_container_is_refused_with_a_sentence()
    {
        var (code, output) = await runner.RunProbeAsync("exit 0", "--memory", "64m", "-e", "RUNNER_MEMORY=128M");
        Assert.Equal(110, code);
        Assert.Equal(
            "The guest does not fit: its memory of 128 MB and QEMU's own make 176 MB, but this container may use 64 MB; "
            + "give docker run --memory 176m or more, or the guest less with -e RUNNER_MEMORY.\n",
            output);
        Assert.Equal(0, (await runner.RunProbeAsync("exit 0", "--memory", "96m")).Code);
    }

    [Fact]
    public async Task Whoever_looks_inside_finds_words_instead_of_a_shell()
    {
        var container = await runner.StartProbeAsync("");
        var (code, output) = await Site.LampFixture.RunAsync("docker", "exec", container, "sh");
        Assert.Equal(127, code);
        Assert.Contains("There is no sh here: this container holds one virtual machine", output);
        var info = await runner.Deployment.DockerAsync("exec", container, "runner", "info");
        Assert.Contains("status       running", info);
        Assert.Matches(@"memory       \d+\.\d MB resident", info);
        await Site.LampFixture.UntilHealthAsync(container, "healthy");
    }

    [Fact]
    public async Task The_picture_of_the_deployment_says_what_a_guests_machine_runs_on()
    {
        await using var watcher = new DeploymentWatcher(runner.Deployment.Engine, runner.Deployment.Id, TimeProvider.System);
        watcher.Start();
        var name = await runner.StartProbeAsync("");
        await watcher.SeesAsync(
            "the emulated guest", snapshot => snapshot.Containers.Any(container => container.Name == name && container.Accelerator == Accelerator.Emulated));
        Assert.Equal(EngineState.Connected, watcher.Current.Engine);
    }

    [Fact]
    public async Task A_burst_of_connections_does_not_stall()
    {
        var container = runner.Deployment.Name("burst");
        await runner.Deployment.DockerAsync(
            ["run", "--detach", "--name", container, "--label", runner.Deployment.Label, .. RunnerImage.Locked, runner.Networked]);
        await runner.UntilLogAsync(container, "runner: ready ");
        var address = IPAddress.Parse(await runner.Deployment.DockerAsync("inspect", "-f", "{{.NetworkSettings.IPAddress}}", container));

        // One that is dropped comes again after a second.
        var clock = Stopwatch.StartNew();
        var sockets = Enumerable.Range(0, 64).Select(_ => new Socket(SocketType.Stream, ProtocolType.Tcp)).ToList();
        await Task.WhenAll(sockets.Select(socket => socket.ConnectAsync(address, 7000)));
        Assert.True(clock.ElapsedMilliseconds < 900, $"The last of 64 connections came after {clock.ElapsedMilliseconds} ms.");
        sockets.ForEach(socket => socket.Dispose());
    }

    [Fact]
    public async Task A_device_that_is_no_KVM_costs_nothing_but_a_line()
    {
        var (code, output) = await runner.RunProbeAsync("exit 0", "--device", "/dev/null:/dev/kvm", "-e", "RUNNER_ACCEL=kvm");
        Assert.Equal(0, code);
        Assert.Single(output.Split('\n'), line => line.StartsWith("runner: KVM is not used: ", StringComparison.Ordinal));
        Assert.Contains("runner: ready accel=tcg ", output);
    }

    [Fact]
    public async Task The_doctors_probe_boots_and_gives_an_answer()
    {
        var none = await new KvmProbe(runner.Deployment.Endpoint, runner.Deployment.Id, runner.Name, "/dev/null").BootAsync(default);
        Assert.NotNull(none);
        Assert.False(none.Works);
        Assert.NotEmpty(none.Text);
        Assert.Null(await new KvmProbe(runner.Deployment.Endpoint, runner.Deployment.Id, "evolve/there-is-no-such-image").BootAsync(default));
    }
}
