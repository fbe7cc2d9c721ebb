using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Traffic;

/// <summary>The site over HTTP. Nothing is sent again behind the back of whoever counts.</summary>
public sealed class HttpSite : ISite, IDisposable
{
    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>The edge closes a connection after 30 s without a request: ours are closed first, so that no request meets its end.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly TimeProvider _time;

    /// <summary>Sends nothing yet.</summary>
    /// <param name="site">Its address, such as <c>http://127.0.0.1:8080/</c>.</param>
    /// <param name="time">The clock of the deadline.</param>
    public HttpSite(Uri site, TimeProvider time)
    {
        _time = time;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            PooledConnectionIdleTimeout = Idle,
        })
        {
            BaseAddress = site,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public Task<SiteAnswer> ReadAsync(CancellationToken cancellationToken) => AskAsync(
        token => _client.GetAsync((string?)null, token),
        async (response, token) => response.StatusCode == HttpStatusCode.OK
            && (await response.Content.ReadAsStringAsync(token)).TrimEnd().EndsWith("</html>", StringComparison.Ordinal),
        cancellationToken);

    /// <inheritdoc/>
    public Task<SiteAnswer> WriteAsync(string client, long number, CancellationToken cancellationToken) => AskAsync(
        token => _client.PostAsJsonAsync("api/writes", new { client, sequence = number }, token),
        async (response, token) => response.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK
            && await ReadJsonAsync(response, token) is { } answer
            && answer.TextAt("client") == client
            && answer.NumberAt("sequence") == number,
        cancellationToken);

    /// <inheritdoc/>
    public async Task<StoredWrites?> ListAsync(string client, long after, CancellationToken cancellationToken)
    {
        StoredWrites? page = null;
        var answer = await AskAsync(
            token => _client.GetAsync($"api/writes?client={Uri.EscapeDataString(client)}&after={after}", token),
            async (response, token) => response.StatusCode == HttpStatusCode.OK
                && await ReadJsonAsync(response, token) is { } body
                && body.TextAt("client") == client
                && (page = PageOf(body, after)) is not null,
            cancellationToken);
        return answer.IsRight ? page : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<SiteAnswer> AskAsync(
        Func<CancellationToken, Task<HttpResponseMessage>> ask,
        Func<HttpResponseMessage, CancellationToken, Task<bool>> isRight,
        CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Deadline, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var response = await ask(both.Token);
            if (await isRight(response, both.Token))
            {
                return SiteAnswer.Right;
            }

            return (int)response.StatusCode is >= 200 and < 300
                ? new SiteAnswer("not the answer that was asked for")
                : new SiteAnswer($"HTTP {(int)response.StatusCode}", (int)response.StatusCode is 502 or 503 or 504);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new SiteAnswer(late.IsCancellationRequested ? $"no answer in {Deadline.TotalSeconds:0} s" : "no connection in 3 s", MayPass: true);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new SiteAnswer(InWords(exception), MayPass: true);
        }
    }

    private static string InWords(Exception exception) => exception.GetBaseException() switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.HostNotFound } => "no such host",
        _ => "connection broken off",
    };

    /// <summary>The body as JSON, or null when it is something else.</summary>
    private static async Task<JsonElement?> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static StoredWrites? PageOf(JsonElement body, long after)
    {
        if (!body.TryGetProperty("sequences", out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = ImmutableArray.CreateBuilder<long>(list.GetArrayLength());
        var last = after;
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number) || number < last || number <= after)
            {
                return null;
            }

            numbers.Add(last = number);
        }

        var next = body.NumberAt("next");
        return next is not null && next != last ? null : new StoredWrites(numbers.ToImmutable(), next);
    }
}
