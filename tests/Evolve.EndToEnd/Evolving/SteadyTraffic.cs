using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Evolve.EndToEnd.Site;
using Xunit;

namespace Evolve.EndToEnd.Evolving;

/// <summary>A few visitors who read, write numbers and sign the guestbook, one request after the other, until they are stopped.</summary>
public sealed class SteadyTraffic : IAsyncDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _ended = new();
    private readonly Visitor _visitor;

    // With cookies of its own: a form belongs to the visitor who fetched it.
    private readonly Visitor _signer;
    private readonly List<Task> _visitors = [];
    private readonly ConcurrentBag<string> _failures = [];
    private readonly ConcurrentBag<(int Sequence, TimeSpan Took)> _acknowledged = [];
    private int _sequence;
    private int _signed;
    private int _reads;

    public SteadyTraffic(Uri site)
    {
        _visitor = new Visitor(site);
        _signer = new Visitor(site);
        _visitors.AddRange(Enumerable.Range(0, 3).Select(_ => VisitAsync("read", ReadAsync)));
        _visitors.AddRange(Enumerable.Range(0, 3).Select(_ => VisitAsync("write", WriteAsync)));
        _visitors.Add(VisitAsync("sign", SignAsync));
    }

    /// <summary>Who writes: nobody else uses this name.</summary>
    public string Client { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What went wrong for a visitor, a line each.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>The longest that a numbered write took, from its sending.</summary>
    public TimeSpan LongestWrite => _acknowledged.Select(write => write.Took).DefaultIfEmpty().Max();

    /// <summary>How many requests went well.</summary>
    public string Summary =>
        $"{_reads} reads, {_acknowledged.Count} writes, {_signed} signatures; {_failures.Count} failed; longest write {LongestWrite.TotalMilliseconds:0} ms";

    /// <summary>Stops, and looks whether everything that was acknowledged is there, once.</summary>
    public async Task AssertNothingIsLostAsync()
    {
        await StopAsync();
        List<int> stored = [];
        for (int? after = 0; after is not null;)
        {
            var page = JsonDocument.Parse((await _visitor.GetAsync($"api/writes?client={Client}&after={after}")).Body).RootElement;
            stored.AddRange(page.GetProperty("sequences").EnumerateArray().Select(number => number.GetInt32()));
            after = page.GetProperty("next").ValueKind == JsonValueKind.Null ? null : page.GetProperty("next").GetInt32();
        }

        Assert.Equal(stored.Distinct().Count(), stored.Count);
        Assert.Empty(_acknowledged.Select(write => write.Sequence).Except(stored));
        var server = await Servers.ServingAsync("db");
        var signatures = await LampFixture.DockerAsync(
            "exec", server, "mariadb", "guestbook", "-Ne", $"SELECT COUNT(*), COUNT(DISTINCT message) FROM entry WHERE author = '{Client}'");
        var counts = signatures.Split('\t').Select(int.Parse).ToList();
        Assert.Equal(counts[1], counts[0]);

        // One that was not answered may be stored all the same; one that was answered must be.
        Assert.InRange(counts[0], _signed, _signed + _failures.Count);
    }

    public async Task StopAsync()
    {
        await _ended.CancelAsync();
        await Task.WhenAll(_visitors);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _visitor.Dispose();
        _signer.Dispose();
        _ended.Dispose();
    }

    private async Task VisitAsync(string what, Func<Task<HttpStatusCode>> visit)
    {
        while (!_ended.IsCancellationRequested)
        {
            var clock = Stopwatch.StartNew();
            try
            {
                var status = await visit();
                if (status is not (HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.SeeOther))
                {
                    _failures.Add($"{DateTime.UtcNow:mm:ss.fff} {what}: {(int)status} after {clock.ElapsedMilliseconds} ms");
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                _failures.Add($"{DateTime.UtcNow:mm:ss.fff} {what}: {e.Message} after {clock.ElapsedMilliseconds} ms");
            }

            await Task.Delay(Pace);
        }
    }

    private async Task<HttpStatusCode> ReadAsync()
    {
        var status = (await _visitor.GetAsync()).Status;
        Interlocked.Increment(ref _reads);
        return status;
    }

    private async Task<HttpStatusCode> WriteAsync()
    {
        var sequence = Interlocked.Increment(ref _sequence);
        var clock = Stopwatch.StartNew();
        var status = (await _visitor.WriteAsync(JsonSerializer.Serialize(new { client = Client, sequence }))).Status;
        if (status is HttpStatusCode.OK or HttpStatusCode.Created)
        {
            _acknowledged.Add((sequence, clock.Elapsed));
        }

        return status;
    }

    private async Task<HttpStatusCode> SignAsync()
    {
        var form = await _signer.FetchFormAsync();
        if (form.Key.Length == 0)
        {
            return HttpStatusCode.ServiceUnavailable;
        }

        var status = (await _signer.SendAsync(form, Client, form.Key)).Status;
        if (status == HttpStatusCode.SeeOther)
        {
            Interlocked.Increment(ref _signed);
        }

        return status;
    }
}
