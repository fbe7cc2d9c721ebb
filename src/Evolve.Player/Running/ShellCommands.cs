using Evolve.Scenarios.Model;
using Evolve.Terminal;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Running;

/// <summary>Makes the commands that run scripts and shells.</summary>
internal static class ShellCommands
{
    /// <summary>Linux hands over single arguments up to 128 KiB (execve(2), MAX_ARG_STRLEN); this leaves room.</summary>
    internal const int MostScriptBytes = 120 * 1024;

    /// <summary>
    /// A step: the text goes to the shell as one argument, exactly as it is shown, with the step's id as <c>$0</c>, so
    /// that an error reads <c>build-php: line 2: …</c>; standard input stays the terminal.
    /// </summary>
    internal static PtyCommand Step(string stepId, Script script, StepEnvironment environment, TerminalSize size) =>
        In(environment, size, script.Shell == ShellKind.Sh
            ? ["sh", "-eu", "-c", script.Text, stepId]
            : ["bash", "-euo", "pipefail", "-c", script.Text, stepId]);

    /// <summary>A check: the same without standard input and without colours, for nobody looks at it and nobody answers it.</summary>
    internal static PtyCommand Check(string stepId, Script script, StepEnvironment environment, TerminalSize size)
    {
        var inner = Step(stepId, script, environment, size);
        return In(environment, size, ["sh", "-c", "exec \"$@\" </dev/null", "sh", inner.FileName, .. inner.Arguments])
            .WithVariable("TERM", "dumb");
    }

    /// <summary>
    /// An interactive shell. Without the user's start-up files: on a stage they are slow, show a host's name or change
    /// DOCKER_HOST and PATH, and an attendee's shell should behave as the next one's does. Without their history, too,
    /// which is nobody's business.
    /// </summary>
    internal static PtyCommand Interactive(StepEnvironment environment, TerminalSize size) =>
        In(environment, size, ["bash", "--noprofile", "--norc", "-i"])
            .WithVariable("PS1", @"\[\e[1;36m\]evolve:\W\[\e[0m\]\$ ")
            .WithVariable("PROMPT_COMMAND", null)
            .WithVariable("HISTFILE", "");

    private static PtyCommand In(StepEnvironment environment, TerminalSize size, string[] words) =>
        new PtyCommand(words[0])
            .WithArguments(words.Skip(1))
            .WithWorkingDirectory(environment.WorkingDirectory)
            .WithEnvironment(environment.Variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value))
            .WithSize(size);
}
