using System.Net.Sockets;
using System.Text;

namespace Evolve.Bench;

/// <summary>As much of FastCGI 1.0 as asks a responder for a page, on a connection of its own, as Apache does here.</summary>
internal static class FastCgi
{
    private const byte Begin = 1, End = 3, Parameters = 4, Input = 5, Output = 6;

    /// <summary>A request for the ping of PHP-FPM, which is answered with <c>pong</c>.</summary>
    public static readonly byte[] Ping = Request(("SCRIPT_NAME", "/ping"), ("SCRIPT_FILENAME", "/ping"), ("REQUEST_METHOD", "GET"));

    private static readonly byte[] Page = Request(
        ("REQUEST_METHOD", "GET"), ("REQUEST_URI", "/"), ("QUERY_STRING", ""), ("SCRIPT_NAME", "/"), ("SCRIPT_FILENAME", "/srv/site/app/index.php"),
        ("SERVER_PROTOCOL", "HTTP/1.1"), ("HTTP_HOST", "edge:8080"));

    /// <summary>Whether the guestbook's page came, to its end.</summary>
    public static async Task<bool> AskForPageAsync(string address, CancellationToken cancellationToken)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address, 9000, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Page, cancellationToken);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, cancellationToken);
        return IsPage(answer.ToArray());
    }

    /// <summary>A whole page without an error's status, and the record that ends a request which was served.</summary>
    public static bool IsPage(ReadOnlySpan<byte> answer)
    {
        var page = new StringBuilder();
        while (answer.Length >= 8 && answer.Length >= LengthOf(answer))
        {
            var content = answer[8..(8 + ContentOf(answer))];
            if (answer[1] == End)
            {
                // The program's status, and whether the request was served at all.
                return content is [0, 0, 0, 0, 0, ..]
                    && page.ToString() is var text
                    && text.Contains("</html>", StringComparison.Ordinal)
                    && !text.Contains("Status: ", StringComparison.Ordinal);
            }

            if (answer[1] == Output)
            {
                page.Append(Encoding.Latin1.GetString(content));
            }

            answer = answer[LengthOf(answer)..];
        }

        return false;

        static int ContentOf(ReadOnlySpan<byte> record) => (record[4] << 8) + record[5];

        static int LengthOf(ReadOnlySpan<byte> record) => 8 + ContentOf(record) + record[6];
    }

    private static byte[] Request(params (string Name, string Value)[] parameters)
    {
        var pairs = parameters
            .SelectMany(pair => (byte[])[(byte)pair.Name.Length, (byte)pair.Value.Length, .. Encoding.ASCII.GetBytes(pair.Name + pair.Value)])
            .ToArray();
        return [.. Record(Begin, [0, 1, 0, 0, 0, 0, 0, 0]), .. Record(Parameters, pairs), .. Record(Parameters, []), .. Record(Input, [])];
    }

    private static byte[] Record(byte type, byte[] content) => [1, type, 0, 1, (byte)(content.Length >> 8), (byte)content.Length, 0, 0, .. content];
}
