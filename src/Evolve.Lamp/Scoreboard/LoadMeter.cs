using System.Net;
using System.Text.Json;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Traffic;

namespace Evolve.Lamp.Scoreboard;

/// <summary>
/// How many requests a tier answers through the edge: a few visitors, each asking again as soon as it is answered. They
/// share the processors with the site, as visitors do who sit at the same machine.
/// </summary>
public sealed class LoadMeter : IDisposable
{
    /// <summary>How many ask at a time; the edge sends the php tier ten.</summary>
    public const int Visitors = 8;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromMilliseconds(500);

    /// <summary>The page of each tier that no tier behind it has a part in; the database's is that of all.</summary>
    private static readonly (string Tier, string Page, string[] Flavour)[] s_pages =
    [
        ("web", "web.json", ["flavour"]),
        ("php", "api/php.json", ["flavour"]),
        ("db", "api/status.json", ["db", "flavour"]),
    ];

    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly TimeSpan _duration;

    /// <summary>Measures nothing yet.</summary>
    /// <param name="site">The site.</param>
    /// <param name="duration">How long to measure a tier.</param>
    /// <param name="time">The clock.</param>
    public LoadMeter(Uri site, TimeSpan duration, TimeProvider time)
    {
        (_duration, _time) = (duration, time);
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(3) })
        {
            BaseAddress = site,
            Timeout = TimeSpan.FromSeconds(10),
        };
    }

    /// <summary>Measures every tier that answers, one after the other; the answer itself says which flavour it comes from.</summary>
    public async Task<IReadOnlyList<Score>> MeasureAsync(CancellationToken cancellationToken)
    {
        List<Score> scores = [];
        foreach (var (tier, page, path) in s_pages)
        {
            if (await FlavourAsync(page, path, cancellationToken) is not { } flavour)
            {
                continue;
            }

            await LoadAsync(page, s_warmUp, cancellationToken);
            var start = _time.GetTimestamp();
            var latencies = await LoadAsync(page, _duration, cancellationToken);
            var elapsed = _time.GetElapsedTime(start);

            // A tier that changed its flavour meanwhile was measured in neither.
            if (latencies.At(99) is { } p99 && await FlavourAsync(page, path, cancellationToken) == flavour)
            {
                var now = _time.GetUtcNow();
                scores.Add(new Score(tier, flavour, ScoreMeasure.Rate, latencies.Count / elapsed.TotalSeconds, now));
                scores.Add(new Score(tier, flavour, ScoreMeasure.P99, p99.TotalSeconds, now));
            }
        }

        return scores;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<LatencyHistogram> LoadAsync(string page, TimeSpan duration, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        var all = new LatencyHistogram();
        foreach (var latencies in await Task.WhenAll(Enumerable.Range(0, Visitors).Select(_ => Task.Run(VisitAsync, cancellationToken))))
        {
            all.Add(latencies);
        }

        return all;

        async Task<LatencyHistogram> VisitAsync()
        {
            var latencies = new LatencyHistogram();
            while (_time.GetElapsedTime(start) < duration)
            {
                var sent = _time.GetTimestamp();
                if (await IsRightAsync(page, cancellationToken))
                {
                    latencies.Record(_time.GetElapsedTime(sent));
                }
                else
                {
                    // What fails at once must not become a storm.
                    await Task.Delay(TimeSpan.FromMilliseconds(100), _time, cancellationToken);
                }
            }

            return latencies;
        }
    }

    private async Task<bool> IsRightAsync(string page, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(page, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK && (await response.Content.ReadAsByteArrayAsync(cancellationToken)).Length > 0;
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return false;
        }
    }

    private async Task<string?> FlavourAsync(string page, string[] path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(page, cancellationToken);
            using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return response.StatusCode == HttpStatusCode.OK ? body.RootElement.TextAt(path) : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (Exception exception) when (IsNoAnswer(exception, cancellationToken))
        {
            return null;
        }
    }

    private static bool IsNoAnswer(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
