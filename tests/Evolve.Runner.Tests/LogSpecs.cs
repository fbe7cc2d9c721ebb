using System.Diagnostics;
using Evolve.Runner.Tests.Support;

namespace Evolve.Runner.Tests;

/// <summary>The container's log is what the guest says, line by line, and a few lines of the runner's own.</summary>
[Collection(CompiledOnce.Name)]
public sealed class LogSpecs(Compiled compiled)
{
    [Fact]
    public async Task Lines_stay_whole_whatever_the_runner_says_between()
    {
        using var guest = new Guest(compiled, "half=one_ tell=ready half=line say=_more half=and_an_end exit=1");
        var ended = await guest.RunAsync();
        Assert.Contains("one line more", ended.Output.Split('\n'));
        Assert.Equal(["ready", "the guest ended with status 0"], ended.Own.Select(line => line.Split(" accel")[0]));
        Assert.EndsWith("\nand an end\nrunner: the guest ended with status 0\n", ended.Output);
    }

    [Fact]
    public async Task Control_sequences_are_made_harmless()
    {
        using var guest = new Guest(compiled, "raw exit=1");
        Assert.StartsWith("^[[31mred^G\tbell\n", (await guest.RunAsync()).Output);
    }

    [Fact]
    public async Task Nothing_of_a_flood_is_lost()
    {
        using var guest = new Guest(compiled, "lines=30000 exit=1");
        var lines = (await guest.RunAsync()).Output.Split('\n');
        for (var i = 0; i < 30000; i++)
        {
            Assert.StartsWith($"line {i} of many", lines[i]);
        }
    }

    [Fact]
    public async Task A_log_that_nobody_reads_does_not_stop_a_stop()
    {
        using var guest = new Guest(compiled, "lines=1000000 hang", "stop-timeout = 500ms", "ready-timeout = 1000s");
        var runner = guest.Start();
        // Until the guest waits for its reader, which is this test: the state is there since its first byte.
        for (var clock = Stopwatch.StartNew(); !File.Exists(guest.PathOf("runner/state")); await Task.Delay(10))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "It did not start.");
        }

        Guest.Signal(runner, "TERM");
        Assert.True(runner.WaitForExit(TimeSpan.FromSeconds(10)), "It still runs.");
        Assert.Equal(115, runner.ExitCode);
    }

    [Fact]
    public async Task Ready_is_said_once_with_accelerator_marks_and_times()
    {
        using var guest = new Guest(compiled, "say=x tell=mark_init tell=mark_program tell=mark_NO! tell=ready tell=ready exit=1");
        var ended = await guest.RunAsync();
        Assert.Matches(@"^ready accel=tcg kernel=\d\.\d{3}s init=\d\.\d{3}s program=\d\.\d{3}s ready=\d\.\d{3}s$", ended.Own[0]);
        Assert.Equal(2, ended.Own.Count);
    }

    [Fact]
    public async Task A_moment_may_be_told_afterwards_but_none_was_before_the_machine()
    {
        using var guest = new Guest(compiled, "tell=mark_boot_0.000 tell=mark_early_99 tell=mark_late_-1 tell=mark_word_x tell=mark_none_ tell=ready exit=1");
        var ended = await guest.RunAsync();
        Assert.Matches(@"^ready accel=tcg kernel=\d\.\d{3}s boot=\d\.\d{3}s ready=\d\.\d{3}s$", ended.Own[0]);
    }

    [Fact]
    public async Task The_guest_is_told_what_it_needs_and_no_more_and_no_secret_is_on_a_command_line()
    {
        using var guest = new Guest(compiled, "show exit=1", "env = EVOLVE_KEY EVOLVE_NOT_GIVEN?", "port = 9000", "port = 80:8080", "ready = fastcgi 80 /ping")
            .With("EVOLVE_KEY", "secret=with spaces").With("EVOLVE_OTHER", "not for this guest");
        var lines = (await guest.RunAsync()).Output.Split('\n');
        Assert.Contains("env.EVOLVE_KEY=secret=with spaces", lines);
        Assert.Contains("address=10.0.2.15/24", lines);
        Assert.Contains("resolver=10.0.2.3", lines);
        Assert.Contains(lines, line => line.StartsWith("host=", StringComparison.Ordinal));
        Assert.Matches(@"^\d{10}\.\d{9}$", Assert.Single(lines, line => line.StartsWith("time=", StringComparison.Ordinal))["time=".Length..]);
        Assert.Matches("^[0-9a-f]{128}$", Assert.Single(lines, line => line.StartsWith("seed=", StringComparison.Ordinal))["seed=".Length..]);
        Assert.DoesNotContain(lines, line => line.Contains("not for this guest", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("secret", StringComparison.Ordinal));
        Assert.Contains("argument user,id=net,ipv6=off,hostfwd=tcp::9000-:9000,hostfwd=tcp::80-:8080", lines);
    }

    [Fact]
    public async Task A_guest_that_asks_for_its_address_is_told_none()
    {
        using var guest = new Guest(compiled, "show exit=1", "address = dhcp");
        var lines = (await guest.RunAsync()).Output.Split('\n');
        Assert.Contains("address=dhcp", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("gateway=", StringComparison.Ordinal) || line.StartsWith("resolver=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_starts_have_two_seeds()
    {
        using var guest = new Guest(compiled, "show exit=1");
        Assert.NotEqual(await SeedAsync(), await SeedAsync());

        async Task<string> SeedAsync() =>
            (await guest.RunAsync()).Output.Split('\n').Single(line => line.StartsWith("seed=", StringComparison.Ordinal));
    }
}
