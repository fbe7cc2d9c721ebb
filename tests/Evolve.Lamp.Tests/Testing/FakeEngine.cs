using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Tests.Testing;

/// <summary>Something that listens on a Unix socket and speaks as much of the engine's HTTP as a test tells it to.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<Socket, bool> _callers = new();
    private Socket? _listener;

    internal FakeEngine(bool isListening = true)
    {
        Route = Standard;
        if (isListening)
        {
            Listen();
        }
    }

    /// <summary>Answers one request: its method and path, and the connection to write to.</summary>
    internal Func<string, FakeAnswer, Task> Route { get; set; }

    internal ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The open event streams.</summary>
    internal ConcurrentDictionary<FakeAnswer, bool> EventStreams { get; } = new();

    /// <summary>What the lists and inspections answer, by path without the version and the query.</summary>
    internal ConcurrentDictionary<string, string> Bodies { get; } = new(new Dictionary<string, string>
    {
        ["/version"] = """{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12"}""",
        ["/_ping"] = "OK",
        ["/containers/json"] = "[]",
        ["/networks"] = "[]",
    });

    internal DockerEndpoint Endpoint => new(_folder["docker.sock"], EndpointOrigin.Default);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        GoAway();
        _folder.Dispose();
        _ended.Dispose();
    }

    internal void Listen()
    {
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(Endpoint.SocketPath));
        _listener.Listen();
        _ = AcceptAsync(_listener);
    }

    /// <summary>Dies as a killed engine does: every connection ends, nobody listens, the socket is gone.</summary>
    internal void GoAway()
    {
        _listener?.Dispose();
        foreach (var caller in _callers.Keys)
        {
            caller.Dispose();
        }

        EventStreams.Clear();
        File.Delete(Endpoint.SocketPath);
    }

    internal async Task SendEventAsync(string json)
    {
        foreach (var stream in EventStreams.Keys)
        {
            await stream.ChunkAsync(json + "\n");
        }
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            for (; ; )
            {
                var caller = await listener.AcceptAsync(_ended.Token);
                _callers[caller] = true;
                _ = ServeAsync(caller);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The engine went away.
        }
    }

    private async Task ServeAsync(Socket caller)
    {
        try
        {
            using var stream = new NetworkStream(caller, ownsSocket: true);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            while (await reader.ReadLineAsync(_ended.Token) is { Length: > 0 } request)
            {
                while (await reader.ReadLineAsync(_ended.Token) is { Length: > 0 })
                {
                    // Header fields do not matter here.
                }

                var words = request.Split(' ');
                Requests.Enqueue($"{words[0]} {words[1]}");
                await Route(words[1], new FakeAnswer(stream, _ended.Token));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The caller, or the engine, went away.
        }
        finally
        {
            _callers.TryRemove(caller, out _);
        }
    }

    internal async Task Standard(string path, FakeAnswer answer)
    {
        var plain = path.Split('?')[0];
        if (plain.StartsWith("/v1.", StringComparison.Ordinal))
        {
            plain = plain[plain.IndexOf('/', 1)..];
        }

        if (plain == "/events")
        {
            await answer.BeginChunksAsync();
            EventStreams[answer] = true;
            await Task.Delay(Timeout.InfiniteTimeSpan, answer.Ended);
        }
        else if (Bodies.TryGetValue(plain, out var body))
        {
            await answer.BodyAsync("200 OK", body);
        }
        else
        {
            await answer.BodyAsync("404 Not Found", """{"message":"No such thing"}""");
        }
    }
}

/// <summary>One answer of a fake engine.</summary>
internal sealed record FakeAnswer(Stream Stream, CancellationToken Ended)
{
    internal Task RawAsync(string text) => Stream.WriteAsync(Encoding.UTF8.GetBytes(text), Ended).AsTask();

    internal Task BodyAsync(string status, string body) => RawAsync(
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    internal Task BeginChunksAsync() => RawAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");

    internal Task ChunkAsync(string text) => RawAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");
}
