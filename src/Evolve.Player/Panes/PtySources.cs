using Evolve.Terminal;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Panes;

/// <summary>Real programs, each in a pseudo-terminal and a session of its own.</summary>
public sealed class PtySources : IPaneSources
{
    /// <inheritdoc/>
    public IPaneSource Start(PtyCommand command, Action<ReadOnlyMemory<byte>> output) => new Source(PtyProcess.Start(command, output));

    private sealed class Source(PtyProcess process) : IPaneSource
    {
        public Task<PtyExit> Completion => process.Completion;

        public void Write(ReadOnlySpan<byte> bytes) => process.Write(bytes);

        public void Resize(TerminalSize size) => process.Resize(size);

        public Task KillAsync(TimeSpan grace) => process.KillAsync(grace);

        public ValueTask DisposeAsync() => process.DisposeAsync();
    }
}
