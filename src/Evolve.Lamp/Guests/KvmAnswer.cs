using System.Text.RegularExpressions;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Guests;

/// <summary>What a boot has shown about KVM.</summary>
/// <param name="Works">Whether a guest ran on it to its end.</param>
/// <param name="Text">When it works, how long the boot took; else why not, as the runner says it.</param>
public sealed partial record KvmAnswer(bool Works, string Text)
{
    private const string Ready = "runner: ready accel=kvm ";
    private const string NotUsed = "runner: KVM is not used: ";

    /// <summary>Reads the log of a probe guest that was started with KVM (<c>assets/runner/README.md</c>).</summary>
    public static KvmAnswer Read(string log, int exitCode)
    {
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.FirstOrDefault(line => line.StartsWith(NotUsed, StringComparison.Ordinal)) is { } why)
        {
            return new KvmAnswer(false, SafeText.Of(why[NotUsed.Length..].Split("; the guest is emulated")[0], 120));
        }

        if (exitCode == 0 && lines.FirstOrDefault(line => line.StartsWith(Ready, StringComparison.Ordinal)) is { } ready)
        {
            return new KvmAnswer(true, ReadyTime().Match(ready) is { Success: true } time ? $"{time.Groups[1].Value} s" : "an unknown time");
        }

        return new KvmAnswer(false, $"the probe guest did not run: {SafeText.Of(lines.LastOrDefault() ?? $"exit status {exitCode}", 120)}");
    }

    [GeneratedRegex(@" ready=(\d+\.\d+)s\b")]
    private static partial Regex ReadyTime();
}
