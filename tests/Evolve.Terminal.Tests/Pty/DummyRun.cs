using System.Text;
using Evolve.Terminal.Pty;

namespace Evolve.Terminal.Tests.Pty;

/// <summary>A dummy child in a pseudo-terminal, with what it has written so far.</summary>
internal sealed class DummyRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly StringBuilder _output = new();
    private readonly SemaphoreSlim _more = new(0);

    private DummyRun(PtyCommand command) => Process = PtyProcess.Start(command, Take);

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Evolve.Dummy");

    public PtyProcess Process { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                // The console of .NET asks for application keys before its first byte.
                return _output.ToString().Replace("\e[?1h\e=", "", StringComparison.Ordinal);
            }
        }
    }

    public static DummyRun Start(params string[] arguments) => Start(new PtyCommand(Path).WithArguments(arguments));

    public static DummyRun Start(PtyCommand command) => new(command);

    public async Task<PtyExit> ExitAsync() => await Process.Completion.WaitAsync(Patience);

    public async Task ShowsAsync(string text)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            try
            {
                await _more.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Expected '{text}' in: {Output}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _more.Dispose();
    }

    private void Take(ReadOnlyMemory<byte> bytes)
    {
        lock (_output)
        {
            _output.Append(Encoding.UTF8.GetString(bytes.Span));
        }

        _more.Release();
    }
}
