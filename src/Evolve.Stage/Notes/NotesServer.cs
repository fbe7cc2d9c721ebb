using System.Collections.Immutable;
using System.Net.Sockets;

namespace Evolve.Stage.Notes;

/// <summary>
/// Serves notes windows over a Unix socket that only its owner can open. A window that does not read is not waited for:
/// it misses moments, and after a while it is dropped.
/// </summary>
public sealed class NotesServer : IAsyncDisposable
{
    /// <summary>More windows than a presenter has screens.</summary>
    public const int MostWindows = 8;

    /// <summary>After an accept that failed, so that a lasting reason does not burn a processor.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private readonly NotesSocket _socket;
    private readonly INotesTalk _talk;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly Task _accepting;
    private ImmutableArray<NotesConnection> _connections = [];
    private ImmutableList<Task> _running = [];

    private NotesServer(NotesSocket socket, INotesTalk talk, TimeProvider time)
    {
        (_socket, _talk, _time) = (socket, talk, time);
        talk.Changed += OnChanged;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Path => _socket.Path;

    /// <summary>Begins to serve.</summary>
    /// <param name="folder">The socket's folder; made, and closed to others.</param>
    /// <param name="talk">What is told and done.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="NotesException">The socket cannot be made.</exception>
    public static NotesServer Open(string folder, INotesTalk talk, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(talk);
        return new(NotesSocket.Listen(folder), talk, time);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ended.IsCancellationRequested)
        {
            return;
        }

        _talk.Changed -= OnChanged;
        await _ended.CancelAsync();
        await _accepting;
        ImmutableList<Task> running;
        lock (_lock)
        {
            running = _running;
        }

        await Task.WhenAll(running);
        _socket.Dispose();
        _ended.Dispose();
    }

    private void OnChanged()
    {
        // An array that is replaced, never changed: nothing is waited for on the talk's own threads.
        foreach (var connection in _connections)
        {
            connection.Invalidate();
        }
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                Take(await _socket.Listener.AcceptAsync(_ended.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The caller went away before it was served, or descriptors ran out: the next one is served.
                await Task.Delay(s_pause, CancellationToken.None);
            }
        }
    }

    private void Take(Socket socket)
    {
        lock (_lock)
        {
            var connection = new NotesConnection(socket, _talk, _time, isRefused: _connections.Length >= MostWindows);
            _connections = _connections.Add(connection);
            _running = _running.RemoveAll(task => task.IsCompleted).Add(Task.Run(() => ServeAsync(connection)));
        }
    }

    private async Task ServeAsync(NotesConnection connection)
    {
        try
        {
            await connection.RunAsync(_ended.Token);
        }
        finally
        {
            lock (_lock)
            {
                _connections = _connections.Remove(connection);
            }
        }
    }
}
