using System.Collections.Immutable;

namespace Evolve.Terminal.Pty;

/// <summary>A program to start in a pseudo-terminal; immutable, every With… gives a changed copy.</summary>
/// <param name="FileName">The program, found by PATH or by its path.</param>
public sealed record PtyCommand(string FileName)
{
    /// <summary>The program's arguments.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder it starts in; the current one by default.</summary>
    public string WorkingDirectory { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Variables changed from our own environment, where TERM and COLORTERM say what our screen is and nothing speaks of the terminal outside; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>The terminal's size at the start; 80x24 by default.</summary>
    public TerminalSize Size { get; init; } = new(80, 24);

    /// <summary>The same with other arguments.</summary>
    public PtyCommand WithArguments(params IEnumerable<string> arguments) => this with { Arguments = [.. arguments] };

    /// <summary>The same in another folder.</summary>
    public PtyCommand WithWorkingDirectory(string path) => this with { WorkingDirectory = path };

    /// <summary>The same with one variable set, or removed by null.</summary>
    public PtyCommand WithVariable(string name, string? value) =>
        this with { Environment = Environment.ToImmutableDictionary().SetItem(name, value) };

    /// <summary>The same with other variables.</summary>
    public PtyCommand WithEnvironment(IReadOnlyDictionary<string, string?> environment) =>
        this with { Environment = environment.ToImmutableDictionary() };

    /// <summary>The same with another size.</summary>
    public PtyCommand WithSize(TerminalSize size) => this with { Size = size };
}
