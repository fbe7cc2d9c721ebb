using System.Diagnostics;
using System.Globalization;
using Evolve.Base.Tests.Support;

namespace Evolve.Base.Tests;

/// <summary>Time goes on at the right rate, and waiting costs nothing.</summary>
[Collection(CompiledOnce.Name)]
public sealed class TimeSpecs(Guests guests)
{
    [Theory]
    [InlineData("microvm", "qemu64")]
    [InlineData("microvm", "max")]
    [InlineData("pc", "max")]
    public async Task A_second_is_a_second(string model, string processor)
    {
        using var machine = new Machine(guests.Kernel).On(model, processor);
        var control = await machine.StartAsync("rate");
        Assert.Equal("ready", await control.LineAsync());
        var (before, first, after) = await AskAsync(machine, control);
        await Task.Delay(500);
        var (beforeNext, second, afterNext) = await AskAsync(machine, control);
        await control.SendAsync("q");
        await machine.EndAsync();
        // The guest looked between our two looks, each time: so much is certain, and 2 % are for its own measure.
        var (least, most) = (Stopwatch.GetElapsedTime(after, beforeNext), Stopwatch.GetElapsedTime(before, afterNext));
        Assert.InRange(second - first, least * 0.98, most * 1.02);
    }

    [Fact]
    public async Task Sleep_is_never_short_and_a_deadline_that_has_passed_does_not_wait()
    {
        using var machine = new Machine(guests.Kernel);
        Assert.Equal(["early: 0", "polled: 0", "polled before: 0", "took 0.2 s: 1"], (await machine.RunAsync("sleeps")).Lines);
    }

    [Fact]
    public async Task Who_waits_uses_no_processor()
    {
        using var machine = new Machine(guests.Kernel);
        var control = await machine.StartAsync("rate");
        Assert.Equal("ready", await control.LineAsync());
        var before = machine.Used;
        await Task.Delay(1000);
        Assert.InRange(machine.Used - before, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        await control.SendAsync("q");
        Assert.Equal(0, (await machine.EndAsync()).Status);
    }

    [Theory]
    [InlineData("microvm")]
    [InlineData("pc")]
    public async Task The_wall_clock_is_the_machines_where_the_runner_says_nothing(string model)
    {
        using var machine = new Machine(guests.Kernel).On(model, "max").With("-rtc", "base=2028-02-29T23:58:00");
        Assert.Equal(["2028-02-29 23:58", "set: 1700000000.5"], (await machine.RunAsync("wall")).Lines);
    }

    [Fact]
    public async Task The_wall_clock_is_the_runners_where_it_says_one()
    {
        using var machine = new Machine(guests.Kernel).Told("time=951782399.250000000");
        Assert.Equal("2000-02-28 23:59", (await machine.RunAsync("wall")).Lines[0]);
    }

    private static async Task<(long Before, TimeSpan Guest, long After)> AskAsync(Machine machine, Control control)
    {
        var before = Stopwatch.GetTimestamp();
        await control.SendAsync("?");
        var line = await machine.Console.ReadLineAsync();
        var after = Stopwatch.GetTimestamp();
        return (before, TimeSpan.FromTicks(long.Parse(line!, CultureInfo.InvariantCulture) / 100), after);
    }
}
