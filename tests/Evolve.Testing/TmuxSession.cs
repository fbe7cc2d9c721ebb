using System.Diagnostics;
using Xunit.Sdk;

namespace Evolve.Testing;

/// <summary>
/// A program in a real terminal: a detached tmux server of its own, whose screen can be read and typed to. Every wait
/// is for a condition on the screen, with a deadline that fails the test and shows the screen.
/// </summary>
public sealed class TmuxSession : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(30);
    private readonly string _socket = $"evolve-test-{Guid.NewGuid():N}";

    /// <summary>Starts <paramref name="command"/> (by the shell) in a window of the given size.</summary>
    public TmuxSession(string command, int columns, int rows, IReadOnlyDictionary<string, string>? environment = null)
    {
        // By env, since tmux itself sets TERM; and the window stays when the program has ended, so that a test can see
        // what it left on the screen.
        var variables = environment?.Select(pair => $"'{pair.Key}={pair.Value}'") ?? [];
        Run(
            "new-session", "-d", "-s", "t", "-x", $"{columns}", "-y", $"{rows}",
            $"env {string.Join(' ', variables)} {command}; echo \"[ended $?]\"; exec cat");
        Run("set-option", "-g", "escape-time", "0");
    }

    /// <summary>The screen's text, line by line, trimmed on the right.</summary>
    public string Screen => Run("capture-pane", "-p", "-t", "t").TrimEnd('\n');

    /// <summary>The screen with its SGR sequences.</summary>
    public string StyledScreen => Run("capture-pane", "-p", "-e", "-t", "t").TrimEnd('\n');

    /// <summary>A format of tmux, such as <c>#{alternate_on}</c> or <c>#{pane_pid}</c>.</summary>
    public string Ask(string format) => Run("display-message", "-p", "-t", "t", format).Trim();

    /// <summary>Presses keys by tmux's names: <c>PageDown</c>, <c>C-p</c>, <c>Escape</c>, <c>q</c>.</summary>
    public TmuxSession Press(params string[] keys)
    {
        Run(["send-keys", "-t", "t", .. keys]);
        return this;
    }

    /// <summary>Types text as it is.</summary>
    public TmuxSession Type(string text)
    {
        Run("send-keys", "-t", "t", "-l", text);
        return this;
    }

    /// <summary>Gives the window another size.</summary>
    public TmuxSession Resize(int columns, int rows)
    {
        Run("resize-window", "-t", "t", "-x", $"{columns}", "-y", $"{rows}");
        return this;
    }

    /// <summary>Waits until the screen holds <paramref name="text"/>.</summary>
    public TmuxSession WaitFor(string text, double seconds = 15) =>
        WaitUntil(screen => screen.Contains(text, StringComparison.Ordinal), $"\"{text}\" to appear", seconds);

    /// <summary>Waits until the screen no longer holds <paramref name="text"/>.</summary>
    public TmuxSession WaitForNo(string text, double seconds = 15) =>
        WaitUntil(screen => !screen.Contains(text, StringComparison.Ordinal), $"\"{text}\" to go", seconds);

    /// <summary>Waits until the screen satisfies a condition.</summary>
    public TmuxSession WaitUntil(Func<string, bool> condition, string what, double seconds = 15)
    {
        var clock = Stopwatch.StartNew();
        string screen;
        while (!condition(screen = Screen))
        {
            if (clock.Elapsed.TotalSeconds > seconds)
            {
                throw new XunitException($"Waited {seconds} s for {what}; the screen is:\n{screen}");
            }

            Thread.Sleep(Poll);
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => Run("kill-server");

    private string Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("tmux")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])["-L", _socket, "-f", "/dev/null", "-u", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        // A test that itself runs inside tmux must not reach that server.
        start.Environment.Remove("TMUX");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new XunitException($"tmux {string.Join(' ', arguments)}: {error.Result}");
    }
}
