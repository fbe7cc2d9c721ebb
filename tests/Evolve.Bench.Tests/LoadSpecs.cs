using Evolve.Testing;

namespace Evolve.Bench.Tests;

/// <summary>Visitors, and what they count.</summary>
public sealed class LoadSpecs
{
    [Fact]
    public async Task So_many_requests_are_asked_and_no_more()
    {
        var asked = 0;
        var load = await Load.TimesAsync(_ => Task.FromResult(Interlocked.Increment(ref asked) > 0), 1_000);
        Assert.Equal((1_000, 1_000, 0), (asked, load.Requests, load.Failed));
        Assert.Equal(load.Requests / load.Seconds, load.Rate);
    }

    [Fact]
    public async Task What_fails_is_counted_and_is_no_answer()
    {
        var asked = 0;
        var load = await Load.TimesAsync(
            _ => (Interlocked.Increment(ref asked) % 10) switch { 0 => throw new IOException("gone"), 5 => Task.FromResult(false), _ => Task.FromResult(true) }, 100);
        Assert.Equal((80, 20), (load.Requests, load.Failed));
    }

    [Fact]
    public async Task Half_of_the_answers_came_within_the_one_figure_and_nearly_all_within_the_other()
    {
        var asked = 0;
        var load = await Load.TimesAsync(
            async token =>
            {
                await Task.Delay(Interlocked.Increment(ref asked) % 20 == 0 ? 1_000 : 1, token);
                return true;
            },
            100);
        Assert.InRange(load.P50, 0.5, 900);
        Assert.InRange(load.P99, 990, 10_000);
    }

    [Fact]
    public void The_ping_is_the_edges_own()
    {
        var check = File.ReadLines(Repository.PathOf("assets/edge/haproxy.cfg"))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["tcp-check", "send-binary", ..])
            .SelectMany(words => Convert.FromHexString(words[2]))
            .ToArray();
        Assert.NotEmpty(check);
        Assert.Equal(Records(check), Records(FastCgi.Ping));
    }

    [Theory]
    [InlineData("Content-Type: text/html\r\n\r\n<html></html>\n", true, true)]
    [InlineData("Status: 503 Service Unavailable\r\n\r\n<html></html>\n", true, false)]
    [InlineData("Content-Type: text/html\r\n\r\n<html>", true, false)]
    [InlineData("Content-Type: text/html\r\n\r\n<html></html>\n", false, false)]
    public void A_page_is_right_when_it_is_whole_and_no_error(string content, bool isEnded, bool isRight)
    {
        // In two records, the first of them filled up.
        var bytes = content.Select(letter => (byte)letter).ToArray();
        var half = bytes.Length - 4;
        byte[] answer = [1, 6, 0, 1, 0, (byte)half, 2, 0, .. bytes[..half], 0, 0, 1, 6, 0, 1, 0, 4, 0, 0, .. bytes[half..]];
        byte[] end = [1, 3, 0, 1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(isRight, FastCgi.IsPage(isEnded ? [.. answer, .. end] : answer));
        Assert.False(FastCgi.IsPage([.. answer, .. end[..^1]]));
    }

    /// <summary>Type and content of each record, without what fills it up (FastCGI 1.0, 3.3).</summary>
    private static List<string> Records(byte[] bytes)
    {
        List<string> records = [];
        for (var at = 0; at < bytes.Length; at += 8 + (bytes[at + 4] << 8) + bytes[at + 5] + bytes[at + 6])
        {
            records.Add($"{bytes[at + 1]}: {Convert.ToHexString(bytes, at + 8, (bytes[at + 4] << 8) + bytes[at + 5])}");
        }

        return records;
    }
}
