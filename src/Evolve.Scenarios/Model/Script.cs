namespace Evolve.Scenarios.Model;

/// <summary>Commands for a shell.</summary>
/// <param name="Shell">Which shell runs them.</param>
/// <param name="Text">The commands, lines parted by <c>\n</c>, without a last one.</param>
/// <param name="Timeout">The longest one attempt may take.</param>
/// <param name="Location">Where its fence begins.</param>
public sealed record Script(ShellKind Shell, string Text, TimeSpan Timeout, SourceLocation Location);

/// <summary>The shell that runs a script.</summary>
public enum ShellKind
{
    /// <summary><c>bash -euo pipefail</c>.</summary>
    Bash,

    /// <summary><c>sh -eu</c>.</summary>
    Sh,
}
