using System.Net;
using System.Net.Sockets;

namespace Evolve.Bench.Tests;

/// <summary>One connection that carries all it can, to and from a listener in this process.</summary>
public sealed class StreamSpecs : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public StreamSpecs() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Up_counts_what_was_read_to_its_end()
    {
        var read = ServeAsync(async stream =>
        {
            using var all = new MemoryStream();
            await stream.CopyToAsync(all);
            return all.Length;
        });
        var rate = await TcpStream.UpAsync("127.0.0.1", Port, Moment);

        // So much in 50 ms or more.
        Assert.InRange(rate, 1, await read / Moment.TotalSeconds);
    }

    [Fact]
    public async Task Who_answers_instead_of_reading_is_not_measured()
    {
        var serve = ServeAsync(async stream =>
        {
            await stream.WriteAsync("no"u8.ToArray());
            await stream.CopyToAsync(Stream.Null);
            return 0;
        });
        await Assert.ThrowsAsync<IOException>(() => TcpStream.UpAsync("127.0.0.1", Port, Moment));
        await serve;
    }

    [Fact]
    public async Task Down_counts_what_came()
    {
        var serve = ServeAsync(async stream =>
        {
            try
            {
                while (true)
                {
                    await stream.WriteAsync(new byte[10_000]);
                }
            }
            catch (IOException)
            {
                return 0;
            }
        });
        Assert.True(await TcpStream.DownAsync("127.0.0.1", Port, Moment) > 0);
        await serve;
    }

    [Fact]
    public async Task Who_stops_sending_is_not_measured()
    {
        var serve = ServeAsync(_ => Task.FromResult(0L));
        await Assert.ThrowsAsync<IOException>(() => TcpStream.DownAsync("127.0.0.1", Port, Moment));
        await serve;
    }

    private async Task<long> ServeAsync(Func<NetworkStream, Task<long>> serve)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        return await serve(client.GetStream());
    }
}
