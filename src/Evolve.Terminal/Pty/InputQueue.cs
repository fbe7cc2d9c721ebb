using System.Collections.Concurrent;

namespace Evolve.Terminal.Pty;

/// <summary>Writes input on a thread of its own, so that a program that does not read blocks nobody.</summary>
internal sealed class InputQueue(Stream terminal) : IDisposable
{
    /// <summary>What a program that does not read is kept at most; more is dropped, as by a real terminal.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;
    private readonly BlockingCollection<byte[]> _pieces = [];
    private readonly Lock _lock = new();
    private Thread? _thread;
    private long _queued;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (bytes.IsEmpty || _pieces.IsAddingCompleted || _queued + bytes.Length > MaxBytes)
            {
                return;
            }

            _queued += bytes.Length;
            _pieces.Add(bytes.ToArray());
            if (_thread is null)
            {
                _thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = "terminal input" };
                _thread.Start();
            }
        }
    }

    /// <summary>Ends the thread; the program must be gone, else a write may still wait for it.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _pieces.CompleteAdding();
        }

        _thread?.Join();
        _pieces.Dispose();
    }

    private void Run()
    {
        foreach (var piece in _pieces.GetConsumingEnumerable())
        {
            try
            {
                terminal.Write(piece);
            }
            catch (IOException)
            {
                // The program has gone: nobody is there to read the rest.
            }

            lock (_lock)
            {
                _queued -= piece.Length;
            }
        }
    }
}
