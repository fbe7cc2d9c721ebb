using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Evolve.Runner.Tests.Support;

namespace Evolve.Runner.Tests;

/// <summary>A guest is ready when it answers in its own protocol, and not before; what it says is played by this test.</summary>
[Collection(CompiledOnce.Name)]
public sealed class ReadySpecs(Compiled compiled)
{
    private static readonly byte[] Pong = FastCgi(6, "Content-type: text/plain\r\n\r\npong", 3, "\0\0\0\0\0\0\0\0");

    public static TheoryData<string, string, byte[][]> Right => new()
    {
        { "http", "/page", [Latin("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")] },
        { "fastcgi", "/ping", [Pong] },
        { "sql", "edge", [Packet(0, "\nversion\0"), Packet(2, "\0\0\0\u0002\0\0\0"), Answer] },
        { "sql", "edge", [Packet(0, "\nversion\0"), Packet(2, "\u00fesome_way\0"), Packet(4, "\0\0\0\u0002\0\0\0"), Answer] },
    };

    public static TheoryData<string, string, byte[][]> Wrong => new()
    {
        { "http", "/page", [Latin("HTTP/1.1 503 Service Unavailable\r\n\r\n")] },
        { "http", "/page", [[]] },
        { "fastcgi", "/ping", [FastCgi(6, "Status: 404 Not Found\r\n\r\n", 3, "\0\0\0\0\0\0\0\0")] },
        { "fastcgi", "/ping", [Pong[..^16]] },
        { "sql", "edge", [Packet(0, "\u00ff\u0010\u0004Too many connections")] },
        { "sql", "edge", [Packet(0, "\nversion\0"), Packet(2, "\u00ff\u0015\u0004Access denied")] },
    };

    private static byte[] Answer =>
        [.. Packet(1, "\u0001"), .. Packet(2, "\u0003def a column of a table"), .. Packet(3, "\u00fe\0\0\0\0"), .. Packet(4, "\u00011"), .. Packet(5, "\u00fe\0\0\0\0")];

    [Theory]
    [MemberData(nameof(Right))]
    public async Task A_right_answer_is_readiness(string kind, string what, byte[][] answers)
    {
        using var service = new Service(answers);
        using var guest = new Guest(compiled, "say=up wait exit=1", $"port = {service.Port}", $"ready = {kind} {service.Port} {what}");
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "ready accel=tcg");
        var health = await guest.RunAsync("health");
        Assert.Equal(0, health.Code);
        Assert.StartsWith("The guest answers in ", health.Output);
        Guest.Signal(runner, "TERM");
        Assert.Equal(0, (await Guest.EndOf(runner)).Code);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_wrong_answer_is_none(string kind, string what, byte[][] answers)
    {
        using var service = new Service(answers);
        using var guest = new Guest(compiled, "say=up wait exit=1", $"port = {service.Port}", $"ready = {kind} {service.Port} {what}", "ready-timeout = 500ms");
        Assert.Equal(114, (await guest.RunAsync()).Code);
        Assert.True(service.Asked > 3, $"It was asked {service.Asked} times.");
    }

    [Fact]
    public async Task A_connection_that_is_taken_and_left_alone_is_no_readiness_and_holds_up_no_other()
    {
        using var service = new Service([Pong]) { Deaf = 5 };
        using var guest = new Guest(compiled, "say=up wait exit=1", $"port = {service.Port}", $"ready = fastcgi {service.Port} /ping");
        var runner = guest.Start();
        await Guest.UntilAsync(runner, "ready accel=tcg");
        Assert.True(service.Asked > 5, $"It was asked {service.Asked} times.");
    }

    [Fact]
    public async Task Nobody_is_told_that_it_answers_before_the_log_says_that_it_is_ready()
    {
        // Its port answers, and yet it has shown no sign of life: who waits for health reads the log next.
        using var service = new Service([Pong]);
        using var guest = new Guest(compiled, "wait exit=1", $"port = {service.Port}", $"ready = fastcgi {service.Port} /ping");
        var runner = guest.Start();
        var watch = Stopwatch.StartNew();
        var health = await guest.RunAsync("health");
        while (!health.Output.StartsWith("The guest", StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"No guest has run: {health.Output}");
            health = await guest.RunAsync("health");
        }

        Assert.Equal((1, "The guest has not answered yet since it was started.\n"), (health.Code, health.Output));
        Guest.Signal(runner, "TERM");
        await Guest.EndOf(runner);
    }

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    private static byte[] Packet(byte number, string content) => [(byte)content.Length, 0, 0, number, .. Latin(content)];

    private static byte[] FastCgi(byte type, string content, byte lastType, string lastContent) =>
        [1, type, 0, 1, 0, (byte)content.Length, 0, 0, .. Latin(content), 1, lastType, 0, 1, 0, (byte)lastContent.Length, 0, 0, .. Latin(lastContent)];

    /// <summary>Says the first answer of SQL unasked, the others each after something was read; then ends the connection.</summary>
    private sealed class Service : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly byte[][] _answers;
        private readonly List<Socket> _left = [];
        private int _asked;

        internal Service(byte[][] answers)
        {
            _answers = answers;
            _listener.Start(64);
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            _ = ServeAsync();
        }

        internal int Port { get; }

        internal int Deaf { get; init; }

        internal int Asked => Volatile.Read(ref _asked);

        public void Dispose()
        {
            _listener.Dispose();
            _left.ForEach(socket => socket.Dispose());
        }

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var socket = await _listener.AcceptSocketAsync();
                    if (Interlocked.Increment(ref _asked) > Deaf)
                    {
                        _ = TalkAsync(socket);
                    }
                    else
                    {
                        _left.Add(socket);
                    }
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task TalkAsync(Socket socket)
        {
            using var _ = socket;
            var buffer = new byte[4096];
            var unasked = _answers[0] is [_, 0, 0, 0, ..];
            try
            {
                foreach (var (answer, index) in _answers.Select((answer, index) => (answer, index)))
                {
                    if (!(index == 0 && unasked) && await socket.ReceiveAsync(buffer) == 0)
                    {
                        return;
                    }

                    await socket.SendAsync(answer);
                }

                socket.Shutdown(SocketShutdown.Send);
                while (await socket.ReceiveAsync(buffer) > 0)
                {
                }
            }
            catch (SocketException)
            {
                // The other side has gone.
            }
        }
    }
}
