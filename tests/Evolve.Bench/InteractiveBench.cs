using System.Diagnostics;
using System.Globalization;
using Evolve.Terminal;

namespace Evolve.Bench;

/// <summary>What a person feels: time to the first frame, key to screen, and what it costs to leave it open.</summary>
internal sealed class InteractiveBench(BenchOptions options, Action<Result> report)
{
    public const string AgainMedian = "again, median";
    public const string FloodedWorst = "flooded by yes, p99";
    public const string IdleLive = "deployment on screen";

    private static readonly TerminalSize Size = new(120, 36);
    private readonly string _socket = Path.Combine(Path.GetTempPath(), $"evolve-bench-{Environment.ProcessId}");

    /// <summary>Start to first frame: from the call that starts the program to its sentinel on the screen.</summary>
    public async Task StartAsync()
    {
        foreach (var subject in Subjects(needsShell: false))
        {
            var times = new List<double>();
            for (var i = 0; i < 11; i++)
            {
                await using var session = Open(subject);
                times.Add(session.WaitForText(subject.Sentinel, session.Started).TotalMilliseconds);
                await CloseAsync(subject);
            }

            // The first start reads files from disk and, for the app, may build.
            report(new Result("start", "first", subject.Name, times[0], "ms"));
            report(new Result("start", AgainMedian, subject.Name, Percentile(times[1..], 50), "ms"));
            report(new Result("start", "again, worst", subject.Name, times[1..].Max(), "ms"));
        }
    }

    /// <summary>Key to screen, in a quiet pane and in one that <c>yes</c> floods.</summary>
    public async Task LatencyAsync()
    {
        foreach (var subject in Subjects(needsShell: true))
        {
            await using var session = OpenShell(subject);
            Measure(session, subject, "idle");
            if (subject.FloodKeys is { } keys)
            {
                session.Type("\x15" + keys);
                session.WaitForText("y", Stopwatch.StartNew());
                Measure(session, subject, "flooded by yes");
            }

            await CloseAsync(subject);
        }
    }

    /// <summary>CPU of the program and its children while nothing happens.</summary>
    public async Task IdleAsync()
    {
        var subjects = Subjects(needsShell: false).Select(subject => (Subject: subject, Case: $"{options.IdleTime.TotalSeconds:0} s"));
        if (Subject.AppWithDeployment(options) is { } live)
        {
            subjects = subjects.Append((live, IdleLive));
        }

        foreach (var (subject, name) in subjects)
        {
            await using var session = Open(subject);
            session.WaitForText(subject.Sentinel, session.Started);

            // What a start leaves to be done, such as the doctor's checks, is not idleness.
            await Task.Delay(TimeSpan.FromSeconds(5));
            if (name == IdleLive)
            {
                // Meanwhile the runtime compiles anew what a start has run often, which ends by itself: told apart.
                report(new Result("idle", "the same, at first", subject.Name, await CpuAsync(session), "% of a core"));
            }

            report(new Result("idle", name, subject.Name, await CpuAsync(session), "% of a core"));
            await CloseAsync(subject);
        }
    }

    private async Task<double> CpuAsync(Session session)
    {
        var before = ProcessTree.Cpu(session.Process.ProcessId, _socket);
        await Task.Delay(options.IdleTime);
        return 100 * (ProcessTree.Cpu(session.Process.ProcessId, _socket) - before) / options.IdleTime;
    }

    /// <summary>Resident memory of the program itself after a flood in its pane.</summary>
    public async Task MemoryAsync()
    {
        await MemoryOfOurScreenAsync();
        foreach (var subject in Subjects(needsShell: true).Where(subject => subject != Subject.Bare))
        {
            await using var session = OpenShell(subject);
            report(new Result("memory", "at the start", subject.Name, Resident(session), "MB"));
            var watch = Stopwatch.StartNew();
            var part = options.MemoryMegabytes / 4;
            Flood(session, part, 1, watch);
            report(new Result("memory", $"after {part} MB", subject.Name, Resident(session), "MB"));
            Flood(session, options.MemoryMegabytes - part, 2, watch);
            report(new Result("memory", $"after {options.MemoryMegabytes} MB", subject.Name, Resident(session), "MB"));
            report(new Result("memory", $"time for {options.MemoryMegabytes} MB", subject.Name, watch.Elapsed.TotalSeconds, "s"));
            await CloseAsync(subject);
        }
    }

    /// <summary>Our screen and its scrollback in this very process, after the same flood.</summary>
    private async Task MemoryOfOurScreenAsync()
    {
        report(new Result("memory", "at the start", "our screen, here", Environment.WorkingSet / 1e6, "MB"));
        var bytes = options.MemoryMegabytes * 1_000_000L;
        await using var session = new Session(
            $"sh -c \"yes 'a line of output that is about as long as most' | head -c {bytes}\"", Size, scrollback: 10_000);
        await session.Process.Completion;
        report(new Result("memory", $"after {options.MemoryMegabytes} MB", "our screen, here", Environment.WorkingSet / 1e6, "MB"));
        report(new Result("memory", $"time for {options.MemoryMegabytes} MB", "our screen, here", session.Started.Elapsed.TotalSeconds, "s"));
    }

    private static void Flood(Session session, int megabytes, int round, Stopwatch watch)
    {
        session.Type($"yes 'a line of output that is about as long as most' | head -c {megabytes * 1_000_000L}; clear; echo don''e-$((40+{round}))\r");
        session.WaitForText($"done-{40 + round}", watch);
    }

    private double Resident(Session session) => ProcessTree.Resident(session.Process.ProcessId, _socket) / 1e6;

    private void Measure(Session session, Subject subject, string name)
    {
        var times = new List<double>();
        for (var i = 0; i < options.Samples; i++)
        {
            // Each press makes a text that was not there before; the line is emptied now and then.
            var text = (i % 10).ToString(CultureInfo.InvariantCulture);
            if (i % 20 == 0)
            {
                session.Type("\x15#");
                session.WaitFor(screen => TypedLine(screen).EndsWith('#'), Stopwatch.StartNew());
            }

            var watch = Stopwatch.StartNew();
            session.Type(text);
            times.Add(session.WaitFor(screen => TypedLine(screen).EndsWith(text, StringComparison.Ordinal), watch).TotalMilliseconds);
        }

        report(new Result("latency", $"{name}, p50", subject.Name, Percentile(times, 50), "ms"));
        report(new Result("latency", $"{name}, p99", subject.Name, Percentile(times, 99), "ms"));
    }

    /// <summary>The text of the row with the cursor, up to the cursor: what was typed last ends there.</summary>
    private static string TypedLine(Terminal.Screen.VtScreen screen)
    {
        var cursor = screen.Cursor;
        return screen.CopyText(cursor.Row, 0, cursor.Row, Math.Max(0, cursor.Column - 1));
    }

    private IEnumerable<Subject> Subjects(bool needsShell)
    {
        Subject?[] all = [Subject.Bare, Subject.Tmux(_socket), Subject.Vim, needsShell ? Subject.AppWithShell(options) : Subject.App(options)];
        return all.OfType<Subject>().Where(subject => !needsShell || subject.ShellKeys is not null);
    }

    private static Session Open(Subject subject) => new(subject.Command, Size, environment: Subject.Environment);

    private static Session OpenShell(Subject subject)
    {
        var session = Open(subject);
        session.WaitForText(subject.Sentinel, session.Started);
        if (subject.ShellKeys is { Length: > 0 } keys)
        {
            session.Type(keys);
            session.WaitForText(Subject.Prompt, Stopwatch.StartNew());
        }

        return session;
    }

    /// <summary>tmux leaves a server, which is not in the session that is killed.</summary>
    private async Task CloseAsync(Subject subject)
    {
        if (subject.Name == "tmux")
        {
            await using var end = new Session($"tmux -S {_socket} kill-server", Size);
            await end.Process.Completion;
            File.Delete(_socket);
        }
    }

    private static double Percentile(List<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(percent / 100 * sorted.Count) - 1)];
    }
}
