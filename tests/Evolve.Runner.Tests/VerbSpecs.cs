using Evolve.Runner.Tests.Support;

namespace Evolve.Runner.Tests;

/// <summary>What an attendee types into a guest's container.</summary>
[Collection(CompiledOnce.Name)]
public sealed class VerbSpecs(Compiled compiled)
{
    [Theory]
    [InlineData("sh")]
    [InlineData("bash")]
    [InlineData("ls")]
    public async Task Who_wants_a_shell_is_told_why_there_is_none_and_what_to_type(string name)
    {
        using var guest = new Guest(compiled, "exit=1");
        var ended = await Guest.EndOf(guest.StartAs(name, "-c", "true"));
        Assert.Equal(127, ended.Code);
        Assert.StartsWith($"There is no {name} here: this container holds one virtual machine", ended.Errors);
        Assert.Contains("runner console", ended.Errors);
    }

    [Fact]
    public async Task Info_tells_how_the_guest_was_started_and_how_it_is()
    {
        using var guest = new Guest(compiled, "say=up tell=mark_init tell=ready wait exit=1", "memory = 48M", "port = 9000", "accel = kvm", "kvm-device = /dev/there-is-none");
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "ready accel");
        var ended = await guest.RunAsync("info");
        Assert.Equal(0, ended.Code);
        Assert.Contains("machine      microvm, 48 MB, 1 processor\n", ended.Output);
        Assert.Contains("runs on      emulation (tcg)\n", ended.Output);
        Assert.Contains("not KVM, as  the device is not in this container", ended.Output);
        Assert.Contains("port         9000 to the guest's 9000\n", ended.Output);
        Assert.Matches(@"init         after \d\.\d{3} s\nready        after \d\.\d{3} s\n", ended.Output);
        // The stand-in does not speak QEMU's protocol.
        Assert.Contains("status       QEMU does not answer\n", ended.Output);
    }

    [Fact]
    public async Task Console_shows_what_was_said_and_what_is_said_until_the_end()
    {
        using var guest = new Guest(compiled, "say=before half=half_a_line tell=ready wait say=_and_after exit=1");
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "ready accel");
        var console = guest.Start("console");
        var first = await console.StandardOutput.ReadLineAsync();
        Guest.Signal(runner, "TERM");
        var rest = await Guest.EndOf(console);
        Assert.Equal(("before", "half a line and after\n", 0), (first, rest.Output, rest.Code));
    }

    [Fact]
    public async Task A_guest_that_is_ready_by_its_own_word_is_healthy_until_it_stops()
    {
        using var guest = new Guest(compiled, "say=up wait tell=ready wait exit=1", "stop-timeout = 20s");
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "up");
        Assert.Equal((1, "The guest has not said yet that it is ready.\n"), await HealthAsync());
        Guest.Signal(runner, "TERM");
        Assert.Equal(0, (await Guest.EndOf(runner)).Code);

        using var other = new Guest(compiled, "say=up tell=ready hang", "stop-timeout = 20s");
        var second = other.Start();
        await Guest.UntilAsync(second, "ready accel");
        var ended = await other.RunAsync("health");
        Assert.Equal((0, "The guest has said that it is ready.\n"), (ended.Code, ended.Output));

        async Task<(int Code, string Output)> HealthAsync()
        {
            var health = await guest.RunAsync("health");
            return (health.Code, health.Output);
        }
    }

    [Theory]
    [InlineData("info")]
    [InlineData("console")]
    [InlineData("health")]
    public async Task Without_a_guest_there_is_nothing_to_show(string verb)
    {
        using var guest = new Guest(compiled, "exit=1");
        var ended = await guest.RunAsync(verb);
        Assert.Equal((1, "No guest runs in this container.\n"), (ended.Code, ended.Errors));
    }

    [Fact]
    public async Task An_unknown_word_gets_the_list()
    {
        using var guest = new Guest(compiled, "exit=1");
        var ended = await guest.RunAsync("sve");
        Assert.Equal(2, ended.Code);
        Assert.Contains("runner info", ended.Errors);
    }
}
