using System.Diagnostics;
using System.Net.Sockets;

namespace Evolve.Bench;

/// <summary>One connection that carries as much as it can, in bytes a second.</summary>
internal static class TcpStream
{
    /// <summary>The port that takes everything, as the service discard (RFC 863).</summary>
    public const int Discard = 9009;

    /// <summary>The port that sends for ever, as the service chargen (RFC 864).</summary>
    public const int Chargen = 9019;

    private const int Piece = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends for so long. What counts is when all has been read at the other end, which closes only then.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<double> UpAsync(string address, int port, TimeSpan duration)
    {
        using var late = new CancellationTokenSource(duration + Patience);
        using var client = await ConnectAsync(address, port, late.Token);
        await using var stream = client.GetStream();
        var piece = new byte[Piece];
        var sent = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            await stream.WriteAsync(piece, late.Token);
            sent += piece.Length;
        }

        client.Client.Shutdown(SocketShutdown.Send);
        return await stream.ReadAsync(piece, late.Token) == 0
            ? sent / watch.Elapsed.TotalSeconds
            : throw new IOException($"{address}:{port} answers, and should only read.");
    }

    /// <summary>Receives for so long.</summary>
    /// <exception cref="IOException">The connection broke, or the other end had nothing more to send.</exception>
    public static async Task<double> DownAsync(string address, int port, TimeSpan duration)
    {
        using var late = new CancellationTokenSource(duration + Patience);
        using var client = await ConnectAsync(address, port, late.Token);
        await using var stream = client.GetStream();
        var piece = new byte[Piece];
        var received = 0L;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < duration)
        {
            var length = await stream.ReadAsync(piece, late.Token);
            received += length > 0 ? length : throw new IOException($"{address}:{port} sends no more.");
        }

        return received / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Waits until it sends: QEMU's network takes a connection before the guest does.</summary>
    /// <exception cref="TimeoutException">It sent nothing within a minute.</exception>
    public static async Task WaitAsync(string address)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await DownAsync(address, Chargen, TimeSpan.FromMilliseconds(1));
                return;
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                if (watch.Elapsed > TimeSpan.FromMinutes(1))
                {
                    throw new TimeoutException($"{address}:{Chargen} sent nothing within a minute.", exception);
                }

                await Task.Delay(20);
            }
        }
    }

    private static async Task<TcpClient> ConnectAsync(string address, int port, CancellationToken cancellationToken)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(address, port, cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}
