using System.Collections.Concurrent;
using System.Text;
using Evolve.Player.Panes;
using Evolve.Terminal;
using Evolve.Terminal.Pty;

namespace Evolve.Tui.Tests.App;

/// <summary>Programs that say what a test wants and end when it wants; they remember the keys they were sent.</summary>
internal sealed class FakePrograms : IPaneSources
{
    private readonly ConcurrentDictionary<string, Script> _scripts = new();
    private readonly ConcurrentQueue<FakeProgram> _started = new();

    /// <summary>All keys that reached any program.</summary>
    public string Keys => string.Concat(_started.Select(program => program.Keys));

    /// <summary>How many programs were started.</summary>
    public int Started => _started.Count;

    /// <summary>A program whose command holds <paramref name="text"/> prints something and ends with a status; null runs on.</summary>
    public FakePrograms When(string text, string output, int? exit)
    {
        _scripts[text] = new Script(output, exit);
        return this;
    }

    /// <summary>Ends the youngest program that runs.</summary>
    public void End(int exit, string output = "") => _started.Last(program => !program.Completion.IsCompleted).End(exit, output);

    /// <summary>Has the youngest program that runs print something.</summary>
    public void Print(string text) => _started.Last(program => !program.Completion.IsCompleted).Print(text);

    public IPaneSource Start(PtyCommand command, Action<ReadOnlyMemory<byte>> output)
    {
        var words = string.Join(' ', command.Arguments.Prepend(command.FileName));
        var script = _scripts.FirstOrDefault(pair => words.Contains(pair.Key, StringComparison.Ordinal)).Value ?? new Script("", 0);
        var program = new FakeProgram(output);
        _started.Enqueue(program);
        if (script.Exit is { } exit)
        {
            program.End(exit, script.Output);
        }
        else
        {
            program.Print(script.Output);
        }

        return program;
    }

    private sealed record Script(string Output, int? Exit);

    private sealed class FakeProgram(Action<ReadOnlyMemory<byte>> output) : IPaneSource
    {
        private readonly TaskCompletionSource<PtyExit> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly StringBuilder _keys = new();

        public Task<PtyExit> Completion => _completion.Task;

        public string Keys
        {
            get
            {
                lock (_keys)
                {
                    return _keys.ToString();
                }
            }
        }

        public void Print(string text) => output(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));

        public void End(int exit, string text)
        {
            Print(text);
            _completion.TrySetResult(new PtyExit(exit, null));
        }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            lock (_keys)
            {
                _keys.Append(Encoding.UTF8.GetString(bytes));
            }
        }

        public void Resize(TerminalSize size)
        {
        }

        public Task KillAsync(TimeSpan grace)
        {
            _completion.TrySetResult(new PtyExit(null, 1));
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
