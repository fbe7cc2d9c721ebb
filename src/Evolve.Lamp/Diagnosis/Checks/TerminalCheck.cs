using Evolve.Lamp.Machine;
using Evolve.Terminal;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>What the screen can do.</summary>
/// <param name="host">Names the terminal and its locale.</param>
/// <param name="size">Its size, or null to ask the console.</param>
internal sealed class TerminalCheck(IHost host, TerminalSize? size) : IDoctorCheck
{
    private const int LeastColumns = 80;
    private const int LeastRows = 24;

    public string Subject => "terminal";

    public Task<Finding> LookAsync(CancellationToken cancellationToken) => Task.FromResult(Look());

    private Finding Look()
    {
        var name = host.Variable("TERM");
        if (name is null or "dumb")
        {
            return new Finding(
                Subject,
                FindingLevel.Problem,
                name is null ? "TERM is not set" : "TERM is dumb: no full-screen program can run in it",
                "Start Evolve in a terminal window, not in an editor's output or a pipe.");
        }

        var locale = host.Variable("LC_ALL") ?? host.Variable("LC_CTYPE") ?? host.Variable("LANG") ?? "C";
        var isUtf8 = locale.Replace("-", "", StringComparison.Ordinal).EndsWith("utf8", StringComparison.OrdinalIgnoreCase);
        var colours = host.Variable("NO_COLOR") is not null ? "no colours (NO_COLOR)"
            : host.Variable("COLORTERM") is "truecolor" or "24bit" ? "16 million colours"
            : name.Contains("256", StringComparison.Ordinal) ? "256 colours"
            : "16 colours";
        var measured = size ?? (Console.IsOutputRedirected ? null : new TerminalSize(Console.WindowWidth, Console.WindowHeight));
        var extent = measured is { } known ? $"{known.Columns}x{known.Rows}" : "size not known, the output is not a terminal";
        var value = $"{SafeText.Of(name, 30)}, {extent}, {colours}, {(isUtf8 ? "UTF-8" : "no UTF-8")}";
        if (measured is { } small && (small.Columns < LeastColumns || small.Rows < LeastRows))
        {
            return new Finding(Subject, FindingLevel.Problem, value, $"Make the window {LeastColumns}x{LeastRows} or larger, or the letters smaller.");
        }

        return isUtf8
            ? new Finding(Subject, FindingLevel.Good, value)
            : new Finding(Subject, FindingLevel.Warning, value, "Lines and symbols may look wrong: type `export LANG=C.UTF-8`.");
    }
}
