using System.Globalization;
using System.Text.RegularExpressions;
using Evolve.Runner.Tests.Support;

namespace Evolve.Runner.Tests;

/// <summary>A guest cannot know what time it is, and on a busy host it cannot measure either: it is told.</summary>
[Collection(CompiledOnce.Name)]
public sealed class ClockSpecs(Compiled compiled)
{
    [Fact]
    public async Task The_command_line_has_the_frequency_of_the_hosts_counter_where_it_asks_for_it()
    {
        using var guest = new Guest(compiled, "say=counts_{tsc-khz}_kHz exit=1");
        var first = await CountAsync(guest);
        var second = await CountAsync(guest);

        // No processor of these years is outside, and two measurements are of one thing.
        Assert.InRange(first, 500_000, 10_000_000);
        Assert.InRange(second, first * 0.999, first * 1.001);
    }

    [Fact]
    public async Task A_guest_that_listens_is_told_the_time()
    {
        using var guest = new Guest(compiled, "tell=mark_program hear=time exit=1");
        var before = DateTimeOffset.UtcNow;
        var ended = await guest.RunAsync();
        var told = Regex.Match(ended.Output, @"heard time (\d+\.\d{9})\n");
        Assert.True(told.Success, ended.Output);
        var time = DateTimeOffset.UnixEpoch.AddSeconds(double.Parse(told.Groups[1].Value, CultureInfo.InvariantCulture));
        Assert.InRange(time, before.AddMilliseconds(-1), DateTimeOffset.UtcNow);
    }

    private static async Task<double> CountAsync(Guest guest)
    {
        var ended = await guest.RunAsync();
        var said = Regex.Match(ended.Output, @"counts (\d+) kHz\n");
        Assert.True(said.Success, ended.Output);
        return double.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
