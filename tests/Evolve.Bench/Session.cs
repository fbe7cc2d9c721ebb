using System.Diagnostics;
using System.Text;
using Evolve.Terminal;
using Evolve.Terminal.Pty;
using Evolve.Terminal.Screen;

namespace Evolve.Bench;

/// <summary>The one harness: a program in a pseudo-terminal whose output goes to our screen, watched for text.</summary>
internal sealed class Session : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly VtScreen _screen;
    private readonly Lock _lock = new();
    private readonly AutoResetEvent _changed = new(false);

    public Session(string command, TerminalSize size, int scrollback = 0, IReadOnlyDictionary<string, string?>? environment = null)
    {
        _screen = new VtScreen(size, scrollback);
        Started = Stopwatch.StartNew();
        var run = new PtyCommand("sh").WithArguments("-c", $"exec {command}").WithSize(size);
        run = environment is null ? run : run.WithEnvironment(environment);
        Process = PtyProcess.Start(run.WithVariable("LC_ALL", "C.UTF-8").WithVariable("TMUX", null), Take);
        _screen.Reply += reply => Process.Write(reply.Span);
    }

    public PtyProcess Process { get; }

    public Stopwatch Started { get; }

    /// <summary>Sends keys.</summary>
    public void Type(string keys) => Process.Write(Encoding.UTF8.GetBytes(keys));

    /// <summary>Waits until a condition of the screen holds and returns how long it took since <paramref name="since"/>.</summary>
    public TimeSpan WaitFor(Func<VtScreen, bool> condition, Stopwatch since)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            lock (_lock)
            {
                if (condition(_screen))
                {
                    return since.Elapsed;
                }
            }

            _changed.WaitOne(TimeSpan.FromSeconds(1));
            if (patience.Elapsed > Patience)
            {
                lock (_lock)
                {
                    throw new TimeoutException($"What was waited for never showed:\n{_screen.ToPlainText()}");
                }
            }
        }
    }

    /// <summary>Waits until a text is on the screen.</summary>
    public TimeSpan WaitForText(string text, Stopwatch since) => WaitFor(screen => Shows(screen, text), since);

    public static bool Shows(VtScreen screen, string text)
    {
        for (var row = 0; row < screen.Size.Rows; row++)
        {
            if (screen.GetText(row).Contains(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _changed.Dispose();
    }

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        lock (_lock)
        {
            _screen.Feed(bytes.Span);
        }

        _changed.Set();
    }
}
