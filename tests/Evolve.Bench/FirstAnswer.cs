using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Evolve.Bench;

/// <summary>
/// Asks a container of a tier in its own protocol until the first right answer: HTTP for a page of its own, FastCGI for
/// a ping to its end, MariaDB for the greeting that it sends only when it serves.
/// </summary>
internal static class FirstAnswer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Returns with the first right answer.</summary>
    /// <exception cref="TimeoutException">There was none within a minute.</exception>
    public static async Task WaitAsync(string tier, string address)
    {
        var watch = Stopwatch.StartNew();
        while (!await IsRightAsync(tier, address))
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"{tier} at {address} gave no right answer within {Patience.TotalSeconds:0} s.");
            }

            await Task.Delay(Pause);
        }
    }

    private static async Task<bool> IsRightAsync(string tier, string address)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address, tier switch { "web" => 8080, "php" => 9000, _ => 3306 }, late.Token);
            await using var stream = client.GetStream();
            if (tier != "db")
            {
                await stream.WriteAsync(tier == "web" ? "GET /web.json HTTP/1.0\r\nHost: bench\r\n\r\n"u8.ToArray() : FastCgi.Ping, late.Token);
            }

            var answer = new byte[512];
            var length = await stream.ReadAtLeastAsync(answer, tier == "db" ? 5 : answer.Length, throwOnEndOfStream: false, late.Token);
            var text = Encoding.Latin1.GetString(answer, 0, length);
            return tier switch
            {
                "web" => text.StartsWith("HTTP/1.", StringComparison.Ordinal) && text.Contains(" 200 ", StringComparison.Ordinal),
                "php" => text.Contains("pong", StringComparison.Ordinal),

                // Protocol 10 after the four bytes of the packet's head; an error begins with 0xff.
                _ => length >= 5 && answer[4] == 10,
            };
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
