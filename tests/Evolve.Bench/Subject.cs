using System.Text.RegularExpressions;

namespace Evolve.Bench;

/// <summary>A program that is measured from outside, through its terminal.</summary>
/// <param name="Name">As printed.</param>
/// <param name="Command">Its command line, for sh.</param>
/// <param name="Sentinel">Text that shows on its first frame.</param>
/// <param name="ShellKeys">Keys that bring it to a shell with the focus; null when it has none.</param>
internal sealed partial record Subject(string Name, string Command, string Sentinel, string? ShellKeys)
{
    /// <summary>The app, as printed.</summary>
    public const string AppName = "evolve";

    /// <summary>Keys that flood another pane and come back to the shell; null when it cannot.</summary>
    public string? FloodKeys { get; init; }

    /// <summary>The prompt of every measured shell.</summary>
    public const string Prompt = "bench>";

    /// <summary>What every subject gets, so that shells start alike.</summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } =
        new Dictionary<string, string?> { ["PS1"] = Prompt, ["ENV"] = null, ["SHELL"] = "/bin/sh", ["NO_COLOR"] = null };

    /// <summary>A plain shell: what the harness and the pseudo-terminal cost by themselves.</summary>
    public static Subject Bare { get; } = new("bare sh", "sh", Prompt, "");

    /// <summary>tmux with one pane.</summary>
    public static Subject Tmux(string socket) => new("tmux", $"tmux -S {socket} -f /dev/null -u new-session sh", Prompt, "")
    {
        FloodKeys = $"tmux -S {socket} split-window -d yes\r",
    };

    /// <summary>vim without the user's settings.</summary>
    public static Subject Vim { get; } = new("vim", "vim -u NONE -i NONE", "~", null);

    /// <summary>The app as a new user starts it, or null when it is left out.</summary>
    public static Subject? App(BenchOptions options) =>
        options.App.Length == 0 ? null : new Subject(AppName, options.App, options.AppSentinel, null);

    /// <summary>The app with a shell pane, or null when it is left out.</summary>
    public static Subject? AppWithShell(BenchOptions options) => options.App.Length == 0
        ? null
        : new Subject(AppName, options.AppShell, options.AppShellSentinel, Unescape(options.AppShellKeys))
        {
            FloodKeys = Unescape(options.AppFloodKeys),
        };

    /// <summary>The app with the deployment on its screen, or null when it is left out.</summary>
    public static Subject? AppWithDeployment(BenchOptions options) => options.App.Length == 0 || options.AppLiveSentinel.Length == 0
        ? null
        : new Subject(AppName, options.AppLive, options.AppLiveSentinel, null);

    /// <summary>Turns \r, \n, \t, \e and \xHH into what they stand for.</summary>
    public static string Unescape(string keys) => Escape().Replace(keys, match => match.Value[1] switch
    {
        'r' => "\r",
        'n' => "\n",
        't' => "\t",
        'e' => "\e",
        'x' => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString(),
        _ => "\\",
    });

    [GeneratedRegex(@"\\(?:[rnte\\]|x([0-9a-fA-F]{2}))")]
    private static partial Regex Escape();
}
