using Evolve.Terminal;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Panes;

/// <summary>What fills a pane: a program in a pseudo-terminal, or a recording that stands in for one.</summary>
public interface IPaneSource : IAsyncDisposable
{
    /// <summary>How it ended; completes after the last byte of output has been given.</summary>
    Task<PtyExit> Completion { get; }

    /// <summary>Gives it keys; never blocks.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Tells it of a new size.</summary>
    void Resize(TerminalSize size);

    /// <summary>Ends it and everything that it started: asks, and after the grace forces.</summary>
    Task KillAsync(TimeSpan grace);
}

/// <summary>Starts what fills panes.</summary>
public interface IPaneSources
{
    /// <summary>Starts a program.</summary>
    /// <param name="command">What to start.</param>
    /// <param name="output">Called with every piece of output, in order, on one thread; blocking in it holds the program back.</param>
    /// <exception cref="PtyException">The program or its terminal could not be made.</exception>
    IPaneSource Start(PtyCommand command, Action<ReadOnlyMemory<byte>> output);
}
