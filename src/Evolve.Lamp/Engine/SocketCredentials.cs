using System.Net.Sockets;
using Docker.DotNet;

namespace Evolve.Lamp.Engine;

/// <summary>
/// Takes the place of the library's own HTTP handler: .NET's gives up at once when it is told to, also in the middle of
/// a header, and takes a socket's path with any characters in it.
/// </summary>
internal sealed class SocketCredentials(string socketPath) : Credentials
{
    /// <summary>What stands for the host in the requests; the engine does not look at it.</summary>
    internal static Uri Address { get; } = new("http://docker");

    public override bool IsTlsCredentials() => false;

    public override HttpMessageHandler GetHandler(HttpMessageHandler innerHandler)
    {
        innerHandler.Dispose();
        return new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,

            // An endless stream that is closed ends at once, instead of being read on for a while.
            MaxResponseDrainSize = 0,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath), cancellationToken);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };
    }
}
