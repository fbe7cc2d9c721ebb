using Evolve.Terminal.Pty;
using Xunit;

namespace Evolve.Terminal.Tests.Pty;

public class PtyProcessSpec
{
    [Fact]
    public async Task I_can_read_what_a_program_writes_and_how_it_ended()
    {
        await using var run = DummyRun.Start("show", "TERM", "one two", "$HOME");
        Assert.Equal(new PtyExit(0, null), await run.ExitAsync());
        Assert.Equal($"{Directory.GetCurrentDirectory()} xterm-256color one two|$HOME\r\n", run.Output);
    }

    [Fact]
    public async Task A_program_sees_the_size_that_I_gave()
    {
        await using var run = DummyRun.Start(new PtyCommand(DummyRun.Path).WithArguments("size").WithSize(new TerminalSize(101, 37)));
        await run.ExitAsync();
        Assert.Equal("101x37\r\n", run.Output);
    }

    [Fact]
    public async Task A_program_is_told_of_a_new_size()
    {
        await using var run = DummyRun.Start("resizes");
        await run.ShowsAsync("ready");
        run.Process.Resize(new TerminalSize(55, 11));
        await run.ShowsAsync("now 55x11");
    }

    [Fact]
    public async Task I_can_write_to_a_program()
    {
        await using var run = DummyRun.Start("echo");
        run.Process.Write("grüße\n"u8);
        await run.ShowsAsync("<grüße>");
        run.Process.Write("end\n"u8);
        Assert.True((await run.ExitAsync()).IsSuccess);
    }

    [Fact]
    public async Task I_can_set_and_remove_variables_and_choose_the_folder()
    {
        Environment.SetEnvironmentVariable("EVOLVE_TEST_REMOVED", "still here");
        var command = new PtyCommand(DummyRun.Path).WithWorkingDirectory("/");
        await using var removed = DummyRun.Start(command.WithArguments("show", "EVOLVE_TEST_REMOVED").WithVariable("EVOLVE_TEST_REMOVED", null));
        await using var set = DummyRun.Start(command.WithArguments("show", "EVOLVE_TEST_SET").WithVariable("EVOLVE_TEST_SET", "yes"));
        await removed.ExitAsync();
        await set.ExitAsync();
        Assert.Equal("/ (none) \r\n", removed.Output);
        Assert.Equal("/ yes \r\n", set.Output);
    }

    [Fact]
    public async Task A_program_is_told_of_our_terminal_and_not_of_the_one_outside()
    {
        Environment.SetEnvironmentVariable("TMUX", "/tmp/tmux-0/default,1,0");
        await using var run = DummyRun.Start(new PtyCommand("sh").WithArguments("-c", "echo $TERM $COLORTERM ${TMUX-none}"));
        await run.ExitAsync();
        Assert.Equal("xterm-256color truecolor none\r\n", run.Output);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(143)]
    public async Task An_exit_status_is_told_as_it_is(int status)
    {
        await using var run = DummyRun.Start("exit", $"{status}");
        Assert.Equal(new PtyExit(status, null), await run.ExitAsync());
    }

    [Theory]
    [InlineData("KILL", 9)]
    [InlineData("SEGV", 11)]
    [InlineData("INT", 2)]
    public async Task Death_by_a_signal_is_told_apart_from_an_exit_status(string name, int number)
    {
        for (var i = 0; i < 20; i++)
        {
            await using var run = DummyRun.Start(new PtyCommand("sh").WithArguments("-c", $"kill -{name} $$"));
            Assert.Equal(new PtyExit(null, number), await run.ExitAsync());
        }
    }

    [Fact]
    public void A_program_that_cannot_be_found_is_refused_in_a_sentence()
    {
        var exception = Assert.Throws<PtyException>(() => PtyProcess.Start(new PtyCommand("no-such-program"), _ => { }));
        Assert.Equal("Cannot find the program no-such-program; is it installed?", exception.Message);
        exception = Assert.Throws<PtyException>(() => PtyProcess.Start(new PtyCommand("/etc/passwd"), _ => { }));
        Assert.Equal("Cannot run /etc/passwd: Permission denied.", exception.Message);
    }

    [Fact]
    public void A_folder_that_does_not_exist_is_refused_in_a_sentence()
    {
        var exception = Assert.Throws<PtyException>(
            () => PtyProcess.Start(new PtyCommand("true").WithWorkingDirectory("/no/such/folder"), _ => { }));
        Assert.Contains("/no/such/folder", exception.Message);
    }

    [Fact]
    public async Task Completion_comes_after_the_last_byte()
    {
        const long Length = 20_000_000;
        var received = 0L;
        await using var process = PtyProcess.Start(
            new PtyCommand(DummyRun.Path).WithArguments("flood", $"{Length}"), bytes => received += bytes.Span.Count((byte)'x'));
        await process.Completion;
        Assert.Equal(Length, received);
    }

    [Fact]
    public async Task A_callback_that_waits_holds_the_program_back()
    {
        using var gate = new ManualResetEventSlim();
        var received = 0L;
        await using var process = PtyProcess.Start(
            new PtyCommand(DummyRun.Path).WithArguments("flood", "5000000"),
            bytes =>
            {
                gate.Wait();
                received += bytes.Span.Count((byte)'x');
            });
        Assert.NotSame(process.Completion, await Task.WhenAny(process.Completion, Task.Delay(300)));
        gate.Set();
        await process.Completion;
        Assert.Equal(5_000_000, received);
    }

    [Fact]
    public async Task Killing_ends_the_grandchildren_too()
    {
        await using var run = DummyRun.Start("fork");
        await run.ShowsAsync("ready");
        var session = new ProcessSession(run.Process.ProcessId, () => true);
        Assert.True(session.Members().Count >= 4);
        await run.Process.KillAsync(TimeSpan.FromSeconds(5));
        Assert.Empty(session.Members());
        Assert.Equal(1, (await run.ExitAsync()).Signal);
    }

    [Fact]
    public async Task A_program_that_ignores_the_hang_up_is_killed_after_the_grace()
    {
        await using var run = DummyRun.Start("ignore-hup");
        await run.ShowsAsync("ready");
        await run.Process.KillAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal(9, (await run.ExitAsync()).Signal);
    }

    [Fact]
    public async Task Killing_right_after_the_start_leaves_nobody()
    {
        for (var i = 0; i < 20; i++)
        {
            await using var run = DummyRun.Start("fork");
            await run.Process.KillAsync(TimeSpan.Zero);
            await run.ExitAsync();
            Assert.Empty(new ProcessSession(run.Process.ProcessId, () => true).Members());
        }
    }

    [Fact]
    public async Task A_program_that_does_not_read_does_not_block_who_writes()
    {
        await using var run = DummyRun.Start("ignore-hup");
        await run.ShowsAsync("ready");
        run.Process.Write(new byte[1_000_000]);
        run.Process.Write(new byte[1_000_000]);
        await run.Process.KillAsync(TimeSpan.Zero);
        await run.ExitAsync();
    }

    [Fact]
    public async Task A_program_left_in_the_background_does_not_hold_up_the_end()
    {
        await using var run = DummyRun.Start(new PtyCommand("sh").WithArguments("-c", "sleep 1000 & echo done"));
        Assert.True((await run.ExitAsync()).IsSuccess);
        Assert.Contains("done", run.Output);
    }

    [Fact]
    public async Task Job_control_works_since_the_terminal_is_the_controlling_one()
    {
        await using var run = DummyRun.Start(new PtyCommand("sh").WithArguments("-c", "tty </dev/tty; stty -a"));
        Assert.True((await run.ExitAsync()).IsSuccess);
        Assert.StartsWith("/dev/tty", run.Output);
        Assert.Contains(" iutf8", run.Output);
    }
}
