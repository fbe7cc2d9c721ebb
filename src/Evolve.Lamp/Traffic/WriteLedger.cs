using System.Globalization;
using System.Text;
using System.Threading.Channels;

namespace Evolve.Lamp.Traffic;

/// <summary>
/// What the site has acknowledged, on the disk: a line a write, only ever added to. A write counts as acknowledged when
/// its line is on the disk, so a kill at any instant loses no promise that was counted. See <see cref="LedgerContents"/>.
/// </summary>
public sealed class WriteLedger : IAsyncDisposable
{
    internal const string Title = "evolve-ledger 1";

    private readonly Channel<(long Number, TaskCompletionSource OnDisk)> _queue =
        Channel.CreateUnbounded<(long, TaskCompletionSource)>(new() { SingleReader = true });

    private readonly FileStream _file;
    private readonly Task _writing;

    private WriteLedger(FileStream file, string client)
    {
        (_file, Client) = (file, client);
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Under which name the writes are numbered; new for every ledger, so no number is ever used again.</summary>
    public string Client { get; }

    /// <summary>Its file.</summary>
    public string Path => _file.Name;

    /// <summary>Begins a ledger.</summary>
    /// <param name="path">Its file, which must not be there yet; its folder must.</param>
    /// <param name="client">1 to 64 of a-z A-Z 0-9 . _ -</param>
    /// <param name="site">Where the writes go; kept for whoever audits later.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static WriteLedger Create(string path, string client, Uri site)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        try
        {
            file.Write(Encoding.UTF8.GetBytes($"{Title} {client} {site}\n"));
            file.Flush(flushToDisk: true);
            return new WriteLedger(file, client);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A name that nobody else has.</summary>
    public static string NewClient() => "traffic-" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>Keeps an acknowledged write; done when it is on the disk.</summary>
    /// <exception cref="IOException">It cannot be kept: the disk is full, say.</exception>
    public Task KeepAsync(long number)
    {
        var onDisk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _queue.Writer.TryWrite((number, onDisk))
            ? onDisk.Task
            : Task.FromException(new IOException($"The ledger {Path} is closed."));
    }

    /// <summary>Closes it, after everything in it is on the disk.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
    }

    /// <summary>All that waits is written in one piece and brought to the disk at once: a disk may take 10 ms each time.</summary>
    private async Task WriteAsync()
    {
        List<TaskCompletionSource> waiting = [];
        var lines = new StringBuilder();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (_queue.Reader.TryRead(out var entry))
            {
                lines.Append(CultureInfo.InvariantCulture, $"{entry.Number}\n");
                waiting.Add(entry.OnDisk);
            }

            try
            {
                _file.Write(Encoding.ASCII.GetBytes(lines.ToString()));
                _file.Flush(flushToDisk: true);
                waiting.ForEach(onDisk => onDisk.SetResult());
            }
            catch (IOException exception)
            {
                // Half a line may stand at the end now: nothing is added to it.
                _queue.Writer.TryComplete();
                var problem = new IOException($"The ledger {Path} cannot be written: {exception.Message}", exception);
                waiting.ForEach(onDisk => onDisk.SetException(problem));
                while (_queue.Reader.TryRead(out var entry))
                {
                    entry.OnDisk.SetException(problem);
                }
            }

            waiting.Clear();
            lines.Clear();
        }
    }
}
