using Evolve.Player.Commands;
using Evolve.Stage.Notes;

namespace Evolve.Talking;

/// <summary>The notes as plain lines; each line that is read is a command for the talk.</summary>
internal sealed class PlainNotes(NotesClient client, TextReader input, TextWriter output, TextWriter error)
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private NotesState? _told;
    private string? _toldAbsence;

    /// <summary>Follows the talk until the input ends, or for ever where it is a terminal.</summary>
    /// <param name="isScript">True when the input is no terminal: then a talk must be on, and the first command that fails is an answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> RunAsync(bool isScript, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Changed += () => Tell(found);
        client.Start();
        if (isScript)
        {
            // A talk answers at once; a script is not to wait for one that nobody gives.
            var isFound = await Task.WhenAny(found.Task, Task.Delay(TimeSpan.FromSeconds(3), cancellationToken)) == found.Task;
            if (!isFound)
            {
                throw new UserException(client.Link.Absence);
            }
        }
        else if (client.Link.State is null)
        {
            TellAbsence();
        }

        var failures = 0;
        while (true)
        {
            var reading = Task.Run(input.ReadLine, CancellationToken.None);
            if (await Task.WhenAny(reading, _closed.Task).WaitAsync(cancellationToken) != reading || await reading is not { } line)
            {
                break;
            }

            failures += await DoAsync(line) ? 0 : 1;
        }

        return failures == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private async Task<bool> DoAsync(string line)
    {
        try
        {
            await client.SendAsync(line, Print);
            return true;
        }
        catch (CommandException exception)
        {
            error.WriteLine($"evolve: {exception.Message}");
            return false;
        }
    }

    private void Tell(TaskCompletionSource found)
    {
        lock (_lock)
        {
            if (client.Link.State is { } state)
            {
                foreach (var line in NotesText.Of(state, _told))
                {
                    Print(line);
                }

                (_told, _toldAbsence) = (state, null);
                found.TrySetResult();
            }
            else
            {
                _told = null;
                TellAbsence();
            }
        }
    }

    private void TellAbsence()
    {
        lock (_lock)
        {
            var absence = client.Link.Absence;
            if (_toldAbsence != absence)
            {
                _toldAbsence = absence;
                Print(absence);
            }
        }
    }

    private void Print(string line)
    {
        lock (_lock)
        {
            try
            {
                output.WriteLine(line);
                output.Flush();
            }
            catch (IOException)
            {
                // The reader at the other end of the pipe has had enough.
                _closed.TrySetResult();
            }
        }
    }
}
