using System.Buffers.Binary;
using System.Net.Sockets;

namespace Evolve.Base.Tests.Support;

/// <summary>The other end of a machine's network: frames, each behind its length in four bytes.</summary>
public sealed class Wire(Socket listener)
{
    private NetworkStream? _stream;

    /// <summary>Sends a frame; the machine must have been started.</summary>
    public async Task SendAsync(byte[] frame)
    {
        var packet = new byte[4 + frame.Length];
        BinaryPrimitives.WriteInt32BigEndian(packet, frame.Length);
        frame.CopyTo(packet, 4);
        await (await OpenAsync()).WriteAsync(packet);
    }

    /// <summary>The next frame.</summary>
    public async Task<byte[]> ReceiveAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var length = new byte[4];
        await (await OpenAsync()).ReadExactlyAsync(length, late.Token);
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await _stream!.ReadExactlyAsync(frame, late.Token);
        return frame;
    }

    private async Task<NetworkStream> OpenAsync() =>
        _stream ??= new NetworkStream(await listener.AcceptAsync(), ownsSocket: true);
}
