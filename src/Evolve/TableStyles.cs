using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Machine;

namespace Evolve;

/// <summary>How a table looks on the output of this process.</summary>
internal static class TableStyles
{
    private const int WidthOfPipes = 80;

    /// <summary>Colours only on a terminal that has them and unless NO_COLOR is set (no-color.org).</summary>
    public static TableStyle OfOutput(IHost host)
    {
        var isTerminal = !Console.IsOutputRedirected;
        var locale = host.Variable("LC_ALL") ?? host.Variable("LC_CTYPE") ?? host.Variable("LANG") ?? "";
        return new TableStyle(
            isTerminal ? Math.Max(40, Console.WindowWidth) : WidthOfPipes,
            locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("utf8", StringComparison.OrdinalIgnoreCase),
            isTerminal && host.Variable("NO_COLOR") is null && host.Variable("TERM") is not (null or "dumb"));
    }
}
