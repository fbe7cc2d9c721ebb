using System.Text.RegularExpressions;

namespace Evolve.Scenarios.Model;

/// <summary>A condition that proves a step.</summary>
/// <param name="Script">What is run; exit 0 means that it holds.</param>
/// <param name="Within">How long all attempts together may take; zero means a single attempt.</param>
/// <param name="Expect">What the output must hold, or null. A match throws after a second.</param>
public sealed record Check(Script Script, TimeSpan Within, Regex? Expect)
{
    /// <summary>The time-out of one attempt that gives none: 10 seconds.</summary>
    public static TimeSpan DefaultTimeout => TimeSpan.FromSeconds(10);

    /// <summary>The pause between two attempts: 250 milliseconds.</summary>
    public static TimeSpan Interval => TimeSpan.FromMilliseconds(250);
}
