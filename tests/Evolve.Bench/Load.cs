using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Evolve.Lamp.Traffic;

namespace Evolve.Bench;

/// <summary>
/// A few visitors, each asking again as soon as it is answered. They share the processors with what they ask, as the
/// scoreboard's do; all flavours alike, so that they can be compared with each other and with nothing else.
/// </summary>
/// <param name="Requests">The right answers.</param>
/// <param name="Failed">Requests that got none.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="P50">Half of the answers came within so many milliseconds.</param>
/// <param name="P99">99 of a hundred did.</param>
internal sealed record Load(long Requests, long Failed, double Seconds, double P50, double P99)
{
    /// <summary>How many ask at a time; the edge sends the php tier ten.</summary>
    public const int Visitors = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Right answers a second.</summary>
    public double Rate => Requests / Seconds;

    /// <summary>Asks for so long, after a second that does not count.</summary>
    public static async Task<Load> DuringAsync(Func<CancellationToken, Task<bool>> ask, TimeSpan duration)
    {
        await For(TimeSpan.FromSeconds(1));
        return await For(duration);

        Task<Load> For(TimeSpan time)
        {
            var watch = Stopwatch.StartNew();
            return RunAsync(ask, () => watch.Elapsed < time);
        }
    }

    /// <summary>Asks so often.</summary>
    public static Task<Load> TimesAsync(Func<CancellationToken, Task<bool>> ask, long requests) =>
        RunAsync(ask, () => Interlocked.Decrement(ref requests) >= 0);

    /// <summary>A page over HTTP, on connections that stay open; right is a status 200 with a body.</summary>
    public static async Task<bool> IsPageAsync(HttpClient client, Uri page, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(page, cancellationToken);
        return response.StatusCode == HttpStatusCode.OK && (await response.Content.ReadAsByteArrayAsync(cancellationToken)).Length > 0;
    }

    /// <summary>What all visitors use.</summary>
    public static HttpClient NewClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, MaxConnectionsPerServer = Visitors });

    private static async Task<Load> RunAsync(Func<CancellationToken, Task<bool>> ask, Func<bool> goesOn)
    {
        var watch = Stopwatch.StartNew();
        var visits = await Task.WhenAll(Enumerable.Range(0, Visitors).Select(_ => Task.Run(VisitAsync)));
        var seconds = watch.Elapsed.TotalSeconds;
        var all = new LatencyHistogram();
        foreach (var (latencies, _) in visits)
        {
            all.Add(latencies);
        }

        return new Load(all.Count, visits.Sum(visit => visit.Failed), seconds, Milliseconds(50), Milliseconds(99));

        double Milliseconds(double percentile) => all.At(percentile)?.TotalMilliseconds ?? double.NaN;

        async Task<(LatencyHistogram Latencies, long Failed)> VisitAsync()
        {
            var latencies = new LatencyHistogram();
            var failed = 0L;
            while (goesOn())
            {
                var sent = Stopwatch.GetTimestamp();
                if (await IsRightAsync(ask))
                {
                    latencies.Record(Stopwatch.GetElapsedTime(sent));
                }
                else
                {
                    failed++;

                    // What fails at once must not become a storm.
                    await Task.Delay(100);
                }
            }

            return (latencies, failed);
        }
    }

    private static async Task<bool> IsRightAsync(Func<CancellationToken, Task<bool>> ask)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            return await ask(late.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
