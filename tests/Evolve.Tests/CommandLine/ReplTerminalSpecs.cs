using System.Text;
using Evolve.Terminal;
using Evolve.Terminal.Pty;
using Evolve.Terminal.Screen;
using Xunit;

namespace Evolve.Tests.CommandLine;

/// <summary>A talk by lines that are typed at a real terminal.</summary>
public sealed class ReplTerminalSpecs : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-repl-terminal-").FullName;
    private readonly VtScreen _screen = new(new TerminalSize(60, 24));
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PtyProcess? _evolve;

    [Fact]
    public async Task Tab_completes_and_an_earlier_line_comes_back()
    {
        Start("xterm-256color");
        await Shows("evolve>");
        await Type("run ba\t", "evolve> run base");
        await Type("\r", "step base: done");
        await Type("whe\t\r", "next: show more.");
        await Type("\e[A\e[A", "evolve> run base\n");
        await Type("\u0015quit\r", "quit");
        Assert.Equal(0, (await _evolve!.Completion.WaitAsync(s_patience)).Code);
        Assert.Equal(["run base", "where", "quit"], File.ReadAllLines(Path.Combine(_folder, "evolve", "history")));
    }

    [Fact]
    public async Task What_a_step_says_meanwhile_stands_above_the_line()
    {
        Start("xterm-256color");
        await Type("goto kettle\rrun kettle\rwhe", "step kettle: done");
        await Shows("evolve> whe\n");
        await Type("re\u0004\r\u0004", "evolve> where");
        Assert.Equal(0, (await _evolve!.Completion.WaitAsync(s_patience)).Code);
    }

    [Fact]
    public async Task A_dumb_terminal_edits_its_lines_itself()
    {
        Start("dumb");
        await Type("where\n", "next: show more.");
        Assert.DoesNotContain("\e", _screen.ToPlainText(), StringComparison.Ordinal);
        await Type("\u0004", "evolve>");
        Assert.Equal(0, (await _evolve!.Completion.WaitAsync(s_patience)).Code);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_evolve is not null)
        {
            await _evolve.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void Start(string terminal) => _evolve = PtyProcess.Start(
        new PtyCommand(Path.Combine(AppContext.BaseDirectory, "evolve"))
            .WithArguments("repl", "tour")
            .WithSize(new TerminalSize(60, 24))
            .WithVariable("TERM", terminal)
            .WithVariable("LC_ALL", "C.UTF-8")
            .WithVariable("XDG_STATE_HOME", _folder),
        Take);

    private async Task Type(string keys, string shown)
    {
        _evolve!.Write(Encoding.UTF8.GetBytes(keys));
        await Shows(shown);
    }

    private async Task Shows(string text)
    {
        while (true)
        {
            Task changed;
            string shown;
            lock (_lock)
            {
                changed = _changed.Task;
                shown = string.Join('\n', _screen.ToPlainText().Split('\n').Select(line => line.TrimEnd())) + "\n";
            }

            if (shown.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            try
            {
                await changed.WaitAsync(s_patience);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"“{text}” never showed:\n{shown}");
            }
        }
    }

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            _screen.Feed(bytes.Span);
            (before, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        before.TrySetResult();
    }
}
