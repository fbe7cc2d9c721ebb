namespace Evolve.Tui.Host;

/// <summary>Reads the terminal on a thread of its own, which sleeps until a byte arrives.</summary>
internal sealed class InputReader : IDisposable
{
    private readonly int[] _stop = Tty.Pipe();
    private readonly Thread _thread;
    private readonly Action<ReadOnlyMemory<byte>> _output;
    private readonly Action _gone;

    /// <summary>Starts to read.</summary>
    /// <param name="output">Takes what was read, on the reader's thread.</param>
    /// <param name="gone">Called when the terminal is no more.</param>
    public InputReader(Action<ReadOnlyMemory<byte>> output, Action gone)
    {
        (_output, _gone) = (output, gone);
        _thread = new Thread(Read) { IsBackground = true, Name = "terminal input" };
        _thread.Start();
    }

    public void Dispose()
    {
        Tty.Poke(_stop[1]);
        _thread.Join();
        Tty.Close(_stop[0]);
        Tty.Close(_stop[1]);
    }

    private void Read()
    {
        var buffer = new byte[65536];
        while (true)
        {
            if (!Tty.WaitForInput(_stop[0], out var hasInput, out var stop))
            {
                continue;
            }

            if (stop)
            {
                return;
            }

            if (!hasInput)
            {
                continue;
            }

            var count = Tty.Read(buffer);
            if (count <= 0)
            {
                _gone();
                return;
            }

            _output(buffer.AsSpan(0, count).ToArray());
        }
    }
}
