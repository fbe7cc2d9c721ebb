using System.Collections.Concurrent;
using System.Net.Sockets;
using Evolve.Player.Commands;

namespace Evolve.Stage.Notes;

/// <summary>A notes window's end of the socket: finds a talk, follows it, and finds the next one when it has ended.</summary>
public sealed class NotesClient : IAsyncDisposable
{
    /// <summary>How often it looks for a talk while there is none.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly IReadOnlyList<string> _paths;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentDictionary<int, Pending> _pending = new();
    private readonly SemaphoreSlim _sending = new(1);
    private volatile NotesLink _link = NotesLink.None;
    private Socket? _socket;
    private Task _running = Task.CompletedTask;
    private int _lastId;

    /// <summary>Does nothing before <see cref="Start"/>.</summary>
    /// <param name="paths">The sockets to try, in this order.</param>
    /// <param name="time">The clock.</param>
    public NotesClient(IEnumerable<string> paths, TimeProvider time) => (_paths, _time) = ([.. paths], time);

    /// <summary>Raised, on any thread, after <see cref="Link"/> became another.</summary>
    public event Action? Changed;

    /// <summary>What is known now.</summary>
    public NotesLink Link => _link;

    /// <summary>The sockets at which talks of a folder listen.</summary>
    public static IEnumerable<string> PathsIn(string folder) => NotesSocket.PathsIn(folder);

    /// <summary>Begins to look for a talk.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Has a command done by the talk.</summary>
    /// <param name="line">The command, as on the <c>:</c> line.</param>
    /// <param name="print">Takes what it prints, on any thread.</param>
    /// <exception cref="CommandException">It could not be done, or no talk is on.</exception>
    public async Task SendAsync(string line, Action<string> print)
    {
        var socket = Volatile.Read(ref _socket) ?? throw new CommandException(_link.Absence);
        if (line.Length > CommandWords.LongestLine)
        {
            // A talk hangs up on a line that is far longer; the window is to stay.
            throw new CommandException($"This line has {line.Length} characters, and {CommandWords.LongestLine} are the most.");
        }

        var id = Interlocked.Increment(ref _lastId);
        var pending = new Pending(print);
        _pending[id] = pending;
        try
        {
            await _sending.WaitAsync(_ended.Token);
            try
            {
                for (ReadOnlyMemory<byte> rest = NotesJson.Write(new NotesRequest(id, line)); !rest.IsEmpty;)
                {
                    rest = rest[await socket.SendAsync(rest, _ended.Token)..];
                }
            }
            finally
            {
                _sending.Release();
            }

            if (Volatile.Read(ref _socket) != socket)
            {
                throw new CommandException("The talk ended meanwhile.");
            }

            if (await pending.Done.Task is { } error)
            {
                throw new CommandException(error);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            throw new CommandException("The talk ended meanwhile.", exception);
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _running;
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                if (await ConnectAsync() is { } socket)
                {
                    using (socket)
                    {
                        await FollowAsync(socket);
                    }

                    Tell(NotesLink.None with { Refused = _link.Refused });
                }

                await Task.Delay(s_pause, _time, _ended.Token);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // The window is closed.
        }
    }

    private async Task<Socket?> ConnectAsync()
    {
        foreach (var path in _paths.Where(File.Exists))
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), _ended.Token);
                return socket;
            }
            catch (Exception exception) when (exception is SocketException { SocketErrorCode: SocketError.AccessDenied } or ArgumentException)
            {
                // Somebody else's, or a path longer than a socket's may be: no talk will ever be found there.
                socket.Dispose();
                Refuse($"The talk's socket {path} cannot be opened: {exception.Message}");
            }
            catch (SocketException)
            {
                // Left by a talk that has ended.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        return null;
    }

    private async Task FollowAsync(Socket socket)
    {
        Volatile.Write(ref _socket, socket);
        try
        {
            var lines = new LineReader(socket, NotesJson.LongestMessage);
            while (await lines.ReadAsync(_ended.Token) is { } line)
            {
                if (NotesJson.Read<TalkMessage>(line.Span) is not { } message)
                {
                    return;
                }

                Take(message);
            }
        }
        catch (Exception exception) when (exception is SocketException or LineTooLongException)
        {
            // What answers there is no talk of ours, or it has ended.
        }
        finally
        {
            Volatile.Write(ref _socket, null);
            foreach (var pending in _pending.Values)
            {
                pending.Done.TrySetResult("The talk ended meanwhile.");
            }
        }
    }

    private void Take(TalkMessage message)
    {
        if (message.State is { } state)
        {
            Tell(new NotesLink(state, _time.GetTimestamp(), message.Vocabulary ?? _link.Vocabulary));
        }

        if (message.Answer is { } id && _pending.TryGetValue(id, out var pending))
        {
            foreach (var line in message.Lines)
            {
                pending.Print(line);
            }

            if (message.IsDone)
            {
                pending.Done.TrySetResult(message.Error);
            }
        }

        if (message.Refused is { } refused)
        {
            Tell(NotesLink.None with { Refused = refused });
        }
    }

    /// <summary>Why there is no talk, told once however often it is found out.</summary>
    private void Refuse(string sentence)
    {
        if (_link.Refused != sentence)
        {
            Tell(NotesLink.None with { Refused = sentence });
        }
    }

    private void Tell(NotesLink link)
    {
        _link = link;
        Changed?.Invoke();
    }

    private sealed record Pending(Action<string> Print)
    {
        /// <summary>Why it could not be done; null when it was.</summary>
        internal TaskCompletionSource<string?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
