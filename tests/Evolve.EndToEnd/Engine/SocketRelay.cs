using System.Collections.Concurrent;
using System.Net.Sockets;
using Evolve.Lamp.Engine;

namespace Evolve.EndToEnd.Engine;

/// <summary>Another door to the real engine, which can be shut without stopping the engine for everybody else.</summary>
internal sealed class SocketRelay(string target) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-relay-").FullName;
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private Socket? _listener;

    internal DockerEndpoint Endpoint => new(Path.Combine(_folder, "docker.sock"), EndpointOrigin.Default);

    public ValueTask DisposeAsync()
    {
        Close();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    internal void Open()
    {
        _listener = NewSocket();
        _listener.Bind(new UnixDomainSocketEndPoint(Endpoint.SocketPath));
        _listener.Listen();
        _ = AcceptAsync(_listener);
    }

    internal void Close()
    {
        _listener?.Dispose();
        File.Delete(Endpoint.SocketPath);
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }

        _open.Clear();
    }

    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            for (; ; )
            {
                var near = await listener.AcceptAsync();
                var far = NewSocket();
                await far.ConnectAsync(new UnixDomainSocketEndPoint(target));
                _open[near] = _open[far] = true;
                _ = CopyAsync(near, far);
                _ = CopyAsync(far, near);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Shut.
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        try
        {
            using var source = new NetworkStream(from);
            using var destination = new NetworkStream(to);
            await source.CopyToAsync(destination);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // Shut, or one side has gone.
        }
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
