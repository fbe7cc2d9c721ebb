using System.Diagnostics;
using Evolve.Runner.Tests.Support;

namespace Evolve.Runner.Tests;

/// <summary>A guest's end is told by the exit status and by one sentence; so are those that did not end by themselves.</summary>
[Collection(CompiledOnce.Name)]
public sealed class EndingSpecs(Compiled compiled)
{
    [Theory]
    [InlineData("say=x exit=1", 0, "the guest ended with status 0")]
    [InlineData("say=x exit=15", 7, "the guest ended with status 7")]
    [InlineData("say=x exit=151", 139, "the guest's program died of signal 11")]
    [InlineData("say=x exit=0", 112, "the guest crashed: its machine was reset or halted without a status")]
    [InlineData("say=x abort", 113, "QEMU crashed: signal 6 (Aborted)")]
    [InlineData("say=x exit=2", 113, "QEMU crashed: exit status 2")]
    [InlineData("exit=1", 111, "QEMU did not start the machine")]
    public async Task Each_end_has_its_status_and_its_sentence(string script, int status, string sentence)
    {
        using var guest = new Guest(compiled, script);
        var ended = await guest.RunAsync();
        Assert.Equal((status, sentence), (ended.Code, Assert.Single(ended.Own)));
    }

    [Fact]
    public async Task Where_a_reset_is_the_only_way_out_it_is_a_clean_end()
    {
        using var guest = new Guest(compiled, "say=x exit=0", "exit = reset");
        Assert.Equal(0, (await guest.RunAsync()).Code);
    }

    [Fact]
    public async Task What_QEMU_says_when_it_refuses_is_in_the_log()
    {
        using var guest = new Guest(compiled, "word=there_is_no_machine_vax exit=1");
        var ended = await guest.RunAsync();
        Assert.Equal(111, ended.Code);
        Assert.Equal(["QEMU says: there is no machine vax", "QEMU did not start the machine"], ended.Own);
    }

    [Fact]
    public async Task A_missing_QEMU_is_told()
    {
        using var guest = new Guest(compiled, "exit=1").With("RUNNER_QEMU", "/no/such/qemu");
        var ended = await guest.RunAsync();
        Assert.Equal(111, ended.Code);
        Assert.Contains("QEMU says: /no/such/qemu cannot be started: No such file or directory", ended.Own);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("QUIT")]
    public async Task A_stop_reaches_the_guest_which_ends_with_its_own_status(string signal)
    {
        using var guest = new Guest(compiled, "say=up wait exit=7");
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "up");
        Guest.Signal(runner, signal);
        var ended = await Guest.EndOf(runner);
        Assert.Equal((3, "the guest ended with status 3"), (ended.Code, Assert.Single(ended.Own)));
    }

    [Fact]
    public async Task A_guest_that_does_not_hear_is_killed_at_the_deadline()
    {
        using var guest = new Guest(compiled, "say=up hang", "stop-timeout = 300ms");
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "up");
        var clock = Stopwatch.StartNew();
        Guest.Signal(runner, "TERM");
        var ended = await Guest.EndOf(runner);
        Assert.Equal((115, "the guest did not end within 0.3 s of the stop and was killed"), (ended.Code, Assert.Single(ended.Own)));
        Assert.True(clock.ElapsedMilliseconds >= 300, $"It was killed after {clock.ElapsedMilliseconds} ms.");
    }

    [Fact]
    public async Task Two_stops_are_a_kill()
    {
        using var guest = new Guest(compiled, "say=up hang", "stop-timeout = 20s");
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "up");
        Guest.Signal(runner, "TERM");
        // A signal that is still pending takes in the second one.
        while (!File.ReadAllText(guest.PathOf("runner/state")).Contains("stopping=1", StringComparison.Ordinal))
        {
            await Task.Delay(10);
        }

        Guest.Signal(runner, "TERM");
        Assert.Equal(115, (await Guest.EndOf(runner)).Code);
    }

    [Fact]
    public async Task A_guest_with_nothing_to_lose_is_switched_off()
    {
        using var guest = new Guest(compiled, "say=up hang", "stop = kill");
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "up");
        Guest.Signal(runner, "TERM");
        Assert.Equal(0, (await Guest.EndOf(runner)).Code);
    }

    [Fact]
    public async Task A_guest_that_is_not_ready_in_time_is_killed()
    {
        using var guest = new Guest(compiled, "say=up hang", "ready-timeout = 200ms");
        var ended = await guest.RunAsync();
        Assert.Equal((114, "the guest was not ready within 0.2 s and was killed"), (ended.Code, Assert.Single(ended.Own)));
    }

    [Fact]
    public async Task QEMU_does_not_outlive_a_runner_that_is_killed()
    {
        using var guest = new Guest(compiled, "pid hang");
        var runner = guest.Start();
        var pid = int.Parse((await Guest.UntilAsync(runner, "pid "))["pid ".Length..]);
        Guest.Signal(runner, "KILL");
        await runner.WaitForExitAsync();
        for (var clock = Stopwatch.StartNew(); Alive(pid); await Task.Delay(10))
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), "QEMU still runs.");
        }
    }

    // Without its parent it may stay a zombie: nobody here waits for it.
    private static bool Alive(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
