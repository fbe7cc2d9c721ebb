using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Deployment;

/// <summary>Who holds an engine's deployment.</summary>
/// <param name="User">The holder's user.</param>
/// <param name="ProcessId">The holder's process, as the kernel vouches for it.</param>
/// <param name="Title">What it plays, or null when it did not say in time.</param>
/// <param name="Since">Since when, or null when it did not say in time.</param>
public sealed record HolderInfo(string User, int ProcessId, string? Title, DateTimeOffset? Since)
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int LongestAnswer = 4096;
    private const int LongestText = 80;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>One sentence for the one who came second.</summary>
    public string Sentence
    {
        get
        {
            var playing = Title is null ? "" : $" plays “{Title}”";
            var since = Since is null
                ? ""
                : $" since {Since.Value.ToLocalTime().ToString("HH:mm", CultureInfo.InvariantCulture)}";
            return $"Another Evolve holds this engine's deployment: {User} (process {ProcessId}){playing}{since}.";
        }
    }

    /// <summary>Asks who holds an engine's deployment; null when nobody does.</summary>
    public static async Task<HolderInfo?> AskAsync(
        string engineId, TimeProvider time, CancellationToken cancellationToken = default)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(DeploymentHolder.Address(engineId), cancellationToken);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return null;
        }

        var (processId, userId) = PeerOf(socket);
        using var deadline = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        HolderAnswer? answer = null;
        try
        {
            answer = JsonSerializer.Deserialize<HolderAnswer>(await ReadAsync(socket, both.Token));
        }
        catch (Exception e) when (e is JsonException or SocketException or OperationCanceledException)
        {
            // It holds the name all the same: what the kernel says of it is enough.
            cancellationToken.ThrowIfCancellationRequested();
        }

        var user = Safe(answer?.User) ?? $"user {userId}";
        return new HolderInfo(user, processId, Safe(answer?.Title), answer?.Since);
    }

    private static async Task<byte[]> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestAnswer];
        var length = 0;
        while (length < buffer.Length)
        {
            var count = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            if (count == 0)
            {
                break;
            }

            length += count;
        }

        return buffer[..length];
    }

    /// <summary>SO_PEERCRED (socket(7)): struct ucred with pid, uid and gid of the process that listens.</summary>
    private static (int ProcessId, uint UserId) PeerOf(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return (BinaryPrimitives.ReadInt32LittleEndian(credentials), BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]));
    }

    /// <summary>Another user's process says this: no control sequence of it reaches a screen.</summary>
    private static string? Safe(string? text)
    {
        var safe = SafeText.Of(text, LongestText).Trim();
        return safe.Length == 0 ? null : safe;
    }
}

/// <summary>What a holder says to who asks; one JSON object, then the end.</summary>
internal sealed record HolderAnswer(string? User, string? Title, DateTimeOffset? Since);
