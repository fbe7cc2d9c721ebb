using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using Evolve.Stage.Notes;

namespace Evolve.Stage.Tests.Notes;

/// <summary>Whatever comes over the socket, the talk goes on.</summary>
public sealed class HostileWindowSpecs : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-notes-").FullName;
    private readonly FakeTalk _talk = new();
    private NotesServer _server = null!;

    public Task InitializeAsync()
    {
        _server = NotesServer.Open(_folder, _talk, TimeProvider.System);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("garbage\n")]
    [InlineData("{}\n")]
    [InlineData("[1,2,3]\n")]
    [InlineData("{\"id\":\"x\",\"line\":7}\n")]
    [InlineData("{\"id\":1}\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("null\n")]
    public async Task What_is_no_request_gets_a_sentence_and_is_hung_up_on(string text)
    {
        Assert.Contains("This is no request of a notes window", await Refusal(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);
        Assert.Empty(_talk.Asked);
        await IsAlive();
    }

    [Fact]
    public async Task A_line_of_10_MB_gets_a_sentence_and_is_hung_up_on()
    {
        Assert.Contains("longer than the 32 KiB", await Refusal(new byte[10 * 1024 * 1024]), StringComparison.Ordinal);
        await IsAlive();
    }

    [Fact]
    public async Task Any_bytes_do_no_harm()
    {
        Gen.Byte.Array[0, 5000].Sample(bytes =>
        {
            using var socket = Connect();
            try
            {
                socket.Send(bytes);
            }
            catch (SocketException)
            {
                // It was hung up on in the middle.
            }
        }, iter: 200);
        await IsAlive();
    }

    [Fact]
    public async Task Windows_that_say_nothing_are_many_at_most()
    {
        var silent = Enumerable.Range(0, NotesServer.MostWindows).Select(_ => Connect()).ToList();
        foreach (var socket in silent)
        {
            await ReadLine(socket);
        }

        using (var one = Connect())
        {
            Assert.Contains("8 notes windows already", await ReadLine(one), StringComparison.Ordinal);
        }

        silent.ForEach(socket => socket.Dispose());
        await IsAlive();
    }

    [Fact]
    public async Task A_window_that_does_not_read_slows_nobody_and_misses_moments()
    {
        using var slow = Connect();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 100_000; i++)
        {
            _talk.GoTo(i, new string('x', 10_000));
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"100,000 moments took {clock.Elapsed}.");
        Assert.True(_talk.Reads < 1000, $"{_talk.Reads} moments were made for a window that does not read.");
        await IsAlive();
    }

    [Fact]
    public async Task More_commands_at_once_than_a_hand_types_are_refused()
    {
        using var gate = new SemaphoreSlim(0);
        _talk.Run = (_, _, token) => gate.WaitAsync(token);
        using var socket = Connect();
        var requests = string.Concat(Enumerable.Range(1, 20).Select(id => $"{{\"id\":{id},\"line\":\"measure\"}}\n"));
        await socket.SendAsync(Encoding.UTF8.GetBytes(requests));
        using var reader = new StreamReader(new NetworkStream(socket));
        for (var refused = 0; refused < 12;)
        {
            refused += (await reader.ReadLineAsync().WaitAsync(Patience))!.Contains("at work already", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.Equal(8, _talk.Asked.Count);
        gate.Release(8);
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(_server.Path));
        return socket;
    }

    /// <summary>What is sent back for some bytes, up to the hanging up.</summary>
    private async Task<string> Refusal(byte[] bytes)
    {
        using var socket = Connect();
        var sending = SendAll(socket, bytes);
        using var reader = new StreamReader(new NetworkStream(socket));
        var text = await reader.ReadToEndAsync().WaitAsync(Patience);
        await sending;
        return text;
    }

    private static async Task SendAll(Socket socket, byte[] bytes)
    {
        try
        {
            for (ReadOnlyMemory<byte> rest = bytes; !rest.IsEmpty;)
            {
                rest = rest[await socket.SendAsync(rest)..];
            }
        }
        catch (SocketException)
        {
            // It was hung up on in the middle.
        }
    }

    private static async Task<string> ReadLine(Socket socket)
    {
        using var reader = new StreamReader(new NetworkStream(socket), leaveOpen: true);
        return await reader.ReadLineAsync().WaitAsync(Patience) ?? "";
    }

    private async Task IsAlive()
    {
        // A slot may still be held by one that is being hung up on.
        for (var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds; ;)
        {
            using var socket = Connect();
            if ((await ReadLine(socket)).Contains("\"state\"", StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(Environment.TickCount64 < end, "The talk takes no more windows.");
        }
    }
}
