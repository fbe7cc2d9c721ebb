using System.Net.Sockets;
using System.Threading.Channels;
using Evolve.Player.Commands;

namespace Evolve.Stage.Notes;

/// <summary>One window at the other end of a socket: reads its commands, and writes the youngest moment when it can take one.</summary>
internal sealed class NotesConnection(Socket socket, INotesTalk talk, TimeProvider time, bool isRefused)
{
    /// <summary>Between two moments: as often as an eye can follow.</summary>
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(50);

    /// <summary>A window that takes nothing for so long is gone, or stands still.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>How long a window that is hung up on may go on to send.</summary>
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(1);

    /// <summary>Lines of answers that wait for a window; what a command prints beyond is left out.</summary>
    private const int MostWaiting = 1000;

    /// <summary>Commands of one window at the same time.</summary>
    private const int MostCommands = 8;

    private readonly Lock _lock = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Queue<TalkMessage> _answers = [];
    private bool _isStale = true;
    private int _commands;
    private CommandVocabulary? _told;

    /// <summary>There is something new to tell; never blocks.</summary>
    internal void Invalidate()
    {
        lock (_lock)
        {
            _isStale = true;
        }

        Wake();
    }

    /// <summary>Serves until the window or the talk ends.</summary>
    internal async Task RunAsync(CancellationToken ended)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);
        using (socket)
        {
            if (isRefused)
            {
                await HangUpAsync($"This talk has {NotesServer.MostWindows} notes windows already: close one of them.");
                return;
            }

            Wake();
            var reading = ReadAsync(over.Token);
            var writing = WriteAsync(over.Token);
            await Task.WhenAny(reading, writing);
            if (reading.IsCompletedSuccessfully && await reading is { } refusal)
            {
                // The writer first: two must not write at once.
                await over.CancelAsync();
                await writing;
                await HangUpAsync(refusal);
                return;
            }

            await over.CancelAsync();
            await Task.WhenAll(reading, writing);
        }
    }

    /// <returns>Why the window is hung up on; null when it went by itself, or the talk ends.</returns>
    private async Task<string?> ReadAsync(CancellationToken over)
    {
        var lines = new LineReader(socket, NotesJson.LongestRequest);
        try
        {
            while (await lines.ReadAsync(over) is { } line)
            {
                if (NotesJson.Read<NotesRequest>(line.Span) is not { Line: not null } request)
                {
                    return "This is no request of a notes window: a request is {\"id\": 1, \"line\": \"forward\"} on a line.";
                }

                if (Interlocked.Increment(ref _commands) > MostCommands)
                {
                    Interlocked.Decrement(ref _commands);
                    Answer(new TalkMessage { Answer = request.Id, IsDone = true, Error = $"{MostCommands} commands of this window are at work already: wait for one of them." });
                    continue;
                }

                _ = Task.Run(() => DoAsync(request, over), CancellationToken.None);
            }

            return null;
        }
        catch (LineTooLongException)
        {
            return $"This line is longer than the {NotesJson.LongestRequest / 1024} KiB that a request may have.";
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The talk ends, or the window has gone.
            return null;
        }
    }

    private async Task DoAsync(NotesRequest request, CancellationToken over)
    {
        string? error = null;
        try
        {
            await talk.RunAsync(request.Line, line => Answer(new TalkMessage { Answer = request.Id, Lines = [line] }), over);
        }
        catch (CommandException exception)
        {
            error = exception.Message;
        }
        catch (OperationCanceledException)
        {
            error = "It was broken off.";
        }
        catch (Exception exception)
        {
            // Whatever goes wrong here is this command's failure, never the talk's end.
            error = $"It failed: {exception.Message}";
        }

        Interlocked.Decrement(ref _commands);
        Answer(new TalkMessage { Answer = request.Id, IsDone = true, Error = error });
    }

    private void Answer(TalkMessage message)
    {
        lock (_lock)
        {
            if (!message.IsDone && _answers.Count >= MostWaiting)
            {
                return;
            }

            _answers.Enqueue(message);
        }

        Wake();
    }

    private async Task WriteAsync(CancellationToken over)
    {
        try
        {
            while (true)
            {
                await _wake.Reader.ReadAsync(over);
                while (NextAnswer() is { } answer)
                {
                    await SendAsync(answer, over);
                }

                if (TakeStale())
                {
                    var vocabulary = talk.Vocabulary;
                    await SendAsync(new TalkMessage { State = talk.Read(), Vocabulary = IsSame(vocabulary, _told) ? null : vocabulary }, over);
                    _told = vocabulary;
                    await Task.Delay(s_beat, time, over);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The talk ends, or the window has gone or stands still.
        }
    }

    private static bool IsSame(CommandVocabulary one, CommandVocabulary? other) =>
        other is not null && one.SlideCount == other.SlideCount && one.Steps.SequenceEqual(other.Steps);

    private TalkMessage? NextAnswer()
    {
        lock (_lock)
        {
            return _answers.TryDequeue(out var answer) ? answer : null;
        }
    }

    private bool TakeStale()
    {
        lock (_lock)
        {
            var isStale = _isStale;
            _isStale = false;
            return isStale;
        }
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task SendAsync(TalkMessage message, CancellationToken over)
    {
        using var late = new CancellationTokenSource(s_patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, over);
        for (ReadOnlyMemory<byte> rest = NotesJson.Write(message); !rest.IsEmpty;)
        {
            rest = rest[await socket.SendAsync(rest, both.Token)..];
        }
    }

    private async Task HangUpAsync(string sentence)
    {
        try
        {
            await SendAsync(new TalkMessage { Refused = sentence }, CancellationToken.None);

            // What it still sends is taken, up to a bound: closing on unread bytes would take the sentence from it.
            socket.Shutdown(SocketShutdown.Send);
            var rest = new byte[4096];
            using var late = new CancellationTokenSource(s_drain, time);
            while (await socket.ReceiveAsync(rest.AsMemory(), late.Token) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // It did not listen.
        }
    }
}
