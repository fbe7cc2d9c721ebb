using System.Globalization;
using Evolve.Player.Panes;
using Evolve.Scenarios.Model;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Running;

/// <summary>Says what happened to scripts, in words that fit on a stage.</summary>
internal static class Sentences
{
    internal static string Place(SourceLocation location) => string.Create(
        CultureInfo.InvariantCulture, $"{Path.GetFileName(location.File)}:{location.Line}");

    internal static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms"),
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        { TotalSeconds: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
    };

    internal static string Exit(PtyExit exit) => exit.Signal is { } signal
        ? $"was ended by {SignalName(signal)}"
        : string.Create(CultureInfo.InvariantCulture, $"ended with status {exit.Code}");

    internal static string LastWords(OutputTail output) =>
        output.LastLines(1) is [var line] ? $" Its last words: “{Shorten(line)}”." : " It said nothing.";

    /// <summary>The longest sentence of a check: some five lines of a card.</summary>
    internal const int LongestOfCheck = 300;

    internal static string Shorten(string text, int longest = 160)
    {
        var safe = PaneText.Safe(text);
        return safe.Length <= longest ? safe : safe[..(longest - 1)] + "…";
    }

    /// <summary>Numbers of Linux on x86-64, signal(7).</summary>
    private static string SignalName(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        6 => "SIGABRT",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        _ => string.Create(CultureInfo.InvariantCulture, $"signal {signal}"),
    };
}
