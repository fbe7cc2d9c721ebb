using System.Net.Sockets;
using System.Text.Json;

namespace Evolve.Lamp.Deployment;

/// <summary>
/// Holds the deployment of one engine for this process, by an abstract Unix socket that bears the engine's id: the
/// kernel gives it to one process at a time and frees it at that process's death (unix(7)).
/// </summary>
public sealed class DeploymentHolder : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Socket _listener;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _answering;
    private readonly DateTimeOffset _since;
    private volatile string _title;

    private DeploymentHolder(Socket listener, string title, DateTimeOffset since)
    {
        _listener = listener;
        _title = title;
        _since = since;
        _answering = Task.Run(AnswerAsync);
    }

    /// <summary>What is played, as a second comer will read it.</summary>
    public string Title
    {
        get => _title;
        set => _title = value;
    }

    /// <summary>Takes the deployment, or says who has it.</summary>
    /// <param name="engineId">The engine's own id.</param>
    /// <param name="title">What is played.</param>
    /// <param name="time">The clock that says since when.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<HoldResult> TryHoldAsync(
        string engineId, string title, TimeProvider time, CancellationToken cancellationToken = default)
    {
        for (; ; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryListen(engineId) is { } listener)
            {
                return new HoldResult(new DeploymentHolder(listener, title, time.GetUtcNow()), null);
            }

            // Nobody there any more: the holder ended between the two questions, so the name is free.
            if (await HolderInfo.AskAsync(engineId, time, cancellationToken) is { } holder)
            {
                return new HoldResult(null, holder);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCancellationRequested)
        {
            return;
        }

        // The loop first: it must not find its listener gone between two callers.
        await _ended.CancelAsync();
        await _answering;
        _listener.Dispose();
        _ended.Dispose();
    }

    internal static UnixDomainSocketEndPoint Address(string engineId) => new($"\0evolve/{engineId}");

    private static Socket? TryListen(string engineId)
    {
        // .NET opens and accepts with SOCK_CLOEXEC: no child can keep the name alive.
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(Address(engineId));
            socket.Listen();
            return socket;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            return null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AnswerAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                using var caller = await _listener.AcceptAsync(_ended.Token);
                var answer = new HolderAnswer(Environment.UserName, _title, _since);
                await caller.SendAsync(JsonSerializer.SerializeToUtf8Bytes(answer), _ended.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The caller went away before it was answered, or descriptors ran out: the next one is served, after a
                // pause so that the second case does not burn a processor.
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }
}

/// <summary>The deployment is ours, or somebody else's.</summary>
/// <param name="Held">The hold, to be disposed at the end; null when it is somebody else's.</param>
/// <param name="Holder">Who has it; null when it is ours.</param>
public sealed record HoldResult(DeploymentHolder? Held, HolderInfo? Holder);
