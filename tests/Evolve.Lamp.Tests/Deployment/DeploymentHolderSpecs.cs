using System.Diagnostics;
using System.Text.RegularExpressions;
using Evolve.Lamp.Deployment;

namespace Evolve.Lamp.Tests.Deployment;

public sealed class DeploymentHolderSpecs
{
    private readonly string _engine = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task The_first_comer_holds_and_the_second_learns_who_it_is()
    {
        var first = await TryAsync("Evolution");
        await using var held = Assert.IsType<DeploymentHolder>(first.Held);
        var holder = Assert.IsType<HolderInfo>((await TryAsync("Another")).Holder);
        Assert.Equal((Environment.UserName, Environment.ProcessId, "Evolution"), (holder.User, holder.ProcessId, holder.Title));
        Assert.InRange(DateTimeOffset.UtcNow - holder.Since!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        held.Title = "Tour";
        Assert.Equal("Tour", (await HolderInfo.AskAsync(_engine, TimeProvider.System))?.Title);
    }

    [Fact]
    public async Task Two_engines_have_two_deployments()
    {
        await using var one = (await TryAsync("One")).Held;
        await using var two = (await DeploymentHolder.TryHoldAsync(_engine + "x", "Two", TimeProvider.System)).Held;
        Assert.NotNull(one);
        Assert.NotNull(two);
    }

    [Fact]
    public async Task What_is_let_go_is_free_also_while_a_child_that_was_started_meanwhile_lives_on()
    {
        var held = (await TryAsync("One")).Held!;

        // perl closes nothing of what it inherits: a descriptor that leaked would keep the name taken.
        using var child = Start("$| = 1; print qq(up\\n); sleep 600;");
        try
        {
            await held.DisposeAsync();
            Assert.Null(await HolderInfo.AskAsync(_engine, TimeProvider.System));
            await using var next = (await TryAsync("Two")).Held;
            Assert.NotNull(next);
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public async Task Death_lets_go()
    {
        using var child = StartHolder("sleep 600;");
        var holder = Assert.IsType<HolderInfo>((await TryAsync("Two")).Holder);
        Assert.Equal(child.Id, holder.ProcessId);
        child.Kill();
        await child.WaitForExitAsync();
        await using var next = (await TryAsync("Two")).Held;
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_holder_that_does_not_answer_holds_all_the_same()
    {
        using var child = StartHolder("sleep 600;");
        var holder = await HolderInfo.AskAsync(_engine, TimeProvider.System);
        Assert.Equal((child.Id, null), (holder?.ProcessId, holder?.Title));
        Assert.Contains($"(process {child.Id})", holder?.Sentence);
        child.Kill();
    }

    [Theory]
    [InlineData("print $c qq({\\\"User\\\":\\\"eve\\\\u001b[2J\\\",\\\"Title\\\":\\\"\\\\u001b]0;x\\\\u0007\\\"});", "eve[2J")]
    [InlineData("print $c qq(garbage);", null)]
    [InlineData("print $c qq(x) x 1000000;", null)]
    public async Task What_a_hostile_holder_says_reaches_no_screen(string answer, string? user)
    {
        using var child = StartHolder($"$SIG{{PIPE}} = 'IGNORE'; accept(my $c, $s); {answer} close $c; sleep 600;");
        var holder = await HolderInfo.AskAsync(_engine, TimeProvider.System);
        Assert.Matches(user is null ? "^user [0-9]+$" : $"^{Regex.Escape(user)}$", holder!.User);
        Assert.DoesNotContain(holder.Sentence, char.IsControl);
        child.Kill();
    }

    private Task<HoldResult> TryAsync(string title) => DeploymentHolder.TryHoldAsync(_engine, title, TimeProvider.System);

    /// <summary>perl-base is on every Debian, and binds abstract sockets.</summary>
    private Process StartHolder(string then) => Start(
        "use Socket; $| = 1; socket(my $s, PF_UNIX, SOCK_STREAM, 0) or die; "
        + $"bind($s, sockaddr_un(qq(\\0evolve/{_engine}))) or die; listen($s, 5) or die; print qq(up\\n); {then}");

    private static Process Start(string program)
    {
        var start = new ProcessStartInfo("perl", ["-e", program]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        Assert.Equal("up", process.StandardOutput.ReadLine());
        return process;
    }
}
