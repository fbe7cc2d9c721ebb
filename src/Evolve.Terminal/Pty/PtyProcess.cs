using System.Collections;
using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;

namespace Evolve.Terminal.Pty;

/// <summary>A program running in a pseudo-terminal of its own, as the leader of its own session.</summary>
public sealed class PtyProcess : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int InputOutputError = 5; // EIO: nobody holds the program's end any more

    // What the terminal outside says of itself is not true of ours: its size, its name, that tmux would hear us.
    private static readonly ImmutableArray<string> OuterTerminalVariables =
    [
        "LINES", "COLUMNS", "TERMCAP", "TMUX", "TMUX_PANE", "STY", "WINDOW", "WINDOWID", "TERM_PROGRAM",
        "TERM_PROGRAM_VERSION", "VTE_VERSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "WT_SESSION",
    ];

    private readonly SafeFileHandle _master;
    private readonly FileStream _terminal;
    private readonly InputQueue _input;
    private readonly ProcessSession _session;
    private readonly TaskCompletionSource _outputEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<PtyExit> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private bool _isDisposed;

    private PtyProcess(PtyCommand command, SafeFileHandle master, string slavePath, Action<ReadOnlyMemory<byte>> output)
    {
        _master = master;
        _terminal = new FileStream(master, FileAccess.ReadWrite, bufferSize: 0, isAsync: false);
        _input = new InputQueue(_terminal);
        ProcessId = Launch(command, slavePath);
        _session = new ProcessSession(ProcessId, () => _ended.Task.IsCompleted);
        new Thread(() => Read(output), 256 * 1024) { IsBackground = true, Name = "terminal output" }.Start();
        new Thread(Watch, 256 * 1024) { IsBackground = true, Name = "terminal end" }.Start();
        Completion = CompleteAsync(slavePath);
    }

    /// <summary>The process id, which is also the id of its session.</summary>
    public int ProcessId { get; }

    /// <summary>How it ended; completes after the last byte of output has been given.</summary>
    public Task<PtyExit> Completion { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="command">What to start.</param>
    /// <param name="output">Called with every piece of output, in order, on one dedicated thread; blocking in it holds the program back. The memory is valid until it returns.</param>
    /// <exception cref="PtyException">There is no such program or folder, or no terminal is left.</exception>
    public static PtyProcess Start(PtyCommand command, Action<ReadOnlyMemory<byte>> output)
    {
        var (master, slavePath) = NativeTerminal.Open();
        try
        {
            NativeTerminal.SetSize(master, command.Size);
            return new PtyProcess(command, master, slavePath, output);
        }
        catch (PtyException)
        {
            master.Dispose();
            throw;
        }
    }

    /// <summary>Queues input for the program; never blocks.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _input.Add(bytes);

    /// <summary>Tells the program of a new size (SIGWINCH).</summary>
    public void Resize(TerminalSize size)
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                NativeTerminal.SetSize(_master, size);
            }
        }
    }

    /// <summary>
    /// Ends the whole session: HUP, then after the grace KILL, until nobody is left. Who made a session of its own
    /// (<c>setsid</c>) has left this one.
    /// </summary>
    public async Task KillAsync(TimeSpan grace)
    {
        await _session.KillAsync(grace, TimeProvider.System);
    }

    /// <summary>Kills what still runs, waits for the last output and gives the terminal back.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
        }

        await KillAsync(TimeSpan.Zero);
        await ((Task)Completion).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _input.Dispose();
        await _terminal.DisposeAsync();
        _master.Dispose();
    }

    private static int Launch(PtyCommand command, string slavePath)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
        foreach (var name in OuterTerminalVariables)
        {
            environment.Remove(name);
        }

        environment["TERM"] = "xterm-256color";
        environment["COLORTERM"] = "truecolor";
        foreach (var (name, value) in command.Environment)
        {
            environment[name] = value;
        }

        if (!Directory.Exists(command.WorkingDirectory))
        {
            throw new PtyException($"Cannot run {command.FileName}: there is no folder {command.WorkingDirectory}.");
        }

        return NativeTerminal.Spawn(
            FindProgram(command.FileName, environment.GetValueOrDefault("PATH")),
            [command.FileName, .. command.Arguments],
            environment.Where(variable => variable.Value is not null).Select(variable => $"{variable.Key}={variable.Value}"),
            command.WorkingDirectory,
            slavePath);
    }

    /// <summary>The program's path, looked up as its own environment says.</summary>
    private static string FindProgram(string name, string? path)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return name;
        }

        return (path ?? "/usr/local/bin:/usr/bin:/bin").Split(':')
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(file => File.Exists(file) && NativeTerminal.IsExecutable(file))
            ?? throw new PtyException($"Cannot find the program {name}; is it installed?");
    }

    private async Task<PtyExit> CompleteAsync(string slavePath)
    {
        await ((Task)_ended.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        NativeTerminal.Touch(slavePath);
        await _outputEnded.Task;
        return await _ended.Task;
    }

    private void Watch()
    {
        try
        {
            _ended.SetResult(NativeTerminal.WaitForEnd(ProcessId));
        }
        catch (PtyException exception)
        {
            // Somebody else has taken the result: it is gone, but how it ended stays unknown.
            _ended.SetException(exception);
        }
    }

    private void Read(Action<ReadOnlyMemory<byte>> output)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (_terminal.Read(buffer) is var count and > 0)
            {
                output(buffer.AsMemory(0, count));
            }

            _outputEnded.SetResult();
        }
        catch (IOException exception) when (exception.HResult == InputOutputError)
        {
            _outputEnded.SetResult();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The owner's callback failed: it is told through Completion, and the program loses its terminal's reader.
            NativeTerminal.Signal(ProcessId, NativeTerminal.SigHup);
            _outputEnded.SetException(exception);
        }
    }
}
