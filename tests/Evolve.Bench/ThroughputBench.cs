using System.Diagnostics;
using Evolve.Terminal;
using Evolve.Terminal.Screen;

namespace Evolve.Bench;

/// <summary>
/// Bytes a second through our screen, fed directly and through <c>cat</c> in a pseudo-terminal, and through other
/// terminals that also run <c>cat</c>, detached, timed until a file appears that the pane makes after cat's last byte
/// and the terminal's answer to a cursor report, so that the terminal has taken everything.
/// </summary>
internal static class ThroughputBench
{
    /// <summary>Our screen as panes use it.</summary>
    public const string Ours = "ours, through a pty";

    /// <summary>The terminal to compare with.</summary>
    public const string Theirs = "tmux";

    private static readonly TerminalSize Size = new(80, 24);

    public static async Task RunAsync(BenchOptions options, Action<Result> report)
    {
        foreach (var (name, bytes) in Streams.All(options.Megabytes))
        {
            var file = Path.GetTempFileName();
            await File.WriteAllBytesAsync(file, bytes);
            try
            {
                void Report(string subject, TimeSpan time) =>
                    report(new Result("vt", name, subject, bytes.Length / time.TotalSeconds / 1e6, "MB/s"));
                Report("ours, fed directly", Direct(bytes));
                Report(Ours, await ThroughPtyAsync(Cat(file)));
                Report(Theirs, await ThroughTerminalAsync(file, $"tmux -S {file}.socket -f /dev/null -u new-session -d -x 80 -y 24", $"tmux -S {file}.socket kill-server"));
                if (File.Exists("/usr/bin/screen"))
                {
                    Report("screen", await ThroughTerminalAsync(file, $"screen -c /dev/null -U -h 10000 -S b{Environment.ProcessId} -d -m", null));
                }
            }
            finally
            {
                foreach (var left in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
                {
                    File.Delete(left);
                }
            }
        }
    }

    private static TimeSpan Direct(byte[] bytes)
    {
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var screen = new VtScreen(Size);
            var watch = Stopwatch.StartNew();
            for (var at = 0; at < bytes.Length; at += 65536)
            {
                screen.Feed(bytes.AsSpan(at, Math.Min(65536, bytes.Length - at)));
            }

            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        return best;
    }

    /// <summary>Prints the file, asks for a cursor report and takes the answer: then everything has been taken.</summary>
    private static string Cat(string file) =>
        $"bash -c 'stty raw -echo; cat {file}; printf \"\\033[6n\"; IFS= read -r -d R _; : > {file}.done'";

    private static async Task<TimeSpan> ThroughPtyAsync(string command)
    {
        await using var session = new Session(command, Size, scrollback: 10_000);
        await session.Process.Completion;
        return session.Started.Elapsed;
    }

    private static async Task<TimeSpan> ThroughTerminalAsync(string file, string terminal, string? end)
    {
        var done = file + ".done";
        File.Delete(done);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(done)!, Path.GetFileName(done));
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Created += (_, _) => made.TrySetResult();
        watcher.EnableRaisingEvents = true;
        var watch = Stopwatch.StartNew();
        await using (var session = new Session($"{terminal} {Cat(file)}", Size))
        {
            await made.Task.WaitAsync(TimeSpan.FromMinutes(5));
        }

        var time = watch.Elapsed;
        if (end is not null)
        {
            await using var session = new Session(end, Size);
            await session.Process.Completion;
        }

        return time;
    }
}
