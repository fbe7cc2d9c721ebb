using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Evolve.Bench;

/// <summary>A start, taken apart; all in seconds.</summary>
/// <param name="Parts">By name, as they follow each other.</param>
internal sealed partial record BootTimes(IReadOnlyList<(string Name, double Seconds)> Parts)
{
    private const string Wake = "wake";

    /// <summary>The moments after which the parts are named, and the end of all. A kernel may say when it began (<c>boot</c>); else its first sign counts (<c>kernel</c>).</summary>
    private static readonly string[] Moments = ["kernel", "init", "program", "ready"];

    /// <summary>From <c>docker run</c> to the first right answer.</summary>
    public double Total => Parts.Sum(part => part.Seconds);

    /// <summary>Whether it went on from a saved state.</summary>
    public bool IsSaved => Parts.Any(part => part.Name == Wake);

    /// <summary>
    /// Starts it, and takes the start apart: by the clock on the wall until the engine says that it started, then by
    /// the runner's own line, or, in a container, by its first right answer.
    /// </summary>
    public static async Task<BootTimes> MeasureAsync(LampSite site, Launch launch)
    {
        await LampSite.RemoveAsync();
        await site.PrepareAsync(launch.Tier);
        try
        {
            var began = DateTimeOffset.UtcNow;
            var watch = Stopwatch.StartNew();
            var name = await site.StartAsync(launch);
            var words = (await Tool.RunAsync("docker", "inspect", "--format", $"{{{{.State.StartedAt}}}} {Gauge.AddressFormat}", name)).Split(' ');
            var asked = watch.Elapsed.TotalSeconds;
            var docker = (DateTimeOffset.Parse(words[0], CultureInfo.InvariantCulture) - began).TotalSeconds;
            if (launch.IsMachine)
            {
                return new BootTimes([("docker", docker), .. Read(await ReadyLineAsync(name))]).Until(asked);
            }

            await FirstAnswer.WaitAsync(launch.Tier, words[1]);
            return new BootTimes([("docker", docker), ("program", watch.Elapsed.TotalSeconds - docker)]);
        }
        finally
        {
            await LampSite.RemoveAsync();
        }
    }

    /// <summary>
    /// The parts in the runner's line <c>ready accel=… kernel=… boot=… init=… program=… ready=…</c>, times since its own
    /// start. A machine whose kernel is the program has no moment called init, and none called boot.
    /// </summary>
    public static IReadOnlyList<(string Name, double Seconds)> Read(string line)
    {
        var at = Moment().Matches(line).ToDictionary(match => match.Groups[1].Value, match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));

        // A saved machine goes on in the middle: its kernel, init and program are there at once.
        if (line.Contains("start=saved", StringComparison.Ordinal))
        {
            return [("qemu", at["kernel"]), (Wake, at["ready"] - at["kernel"])];
        }

        if (at.TryGetValue("boot", out var boot))
        {
            at["kernel"] = boot;
        }

        var moments = Moments.Where(at.ContainsKey).ToList();
        return [("qemu", at[moments[0]]), .. moments.Zip(moments.Skip(1), (part, next) => (part, at[next] - at[part]))];
    }

    /// <summary>
    /// A container is asked for the first time when <c>docker run</c> has returned and its address is known. A machine that
    /// was ready before that counts from then, too, or the comparison would flatter it.
    /// </summary>
    public BootTimes Until(double asked) => asked > Total ? new BootTimes([.. Parts, ("asked", asked - Total)]) : this;

    /// <summary>The start in the middle of several, by its total.</summary>
    public static BootTimes Median(IEnumerable<BootTimes> times)
    {
        var sorted = times.OrderBy(time => time.Total).ToList();
        return sorted[(sorted.Count - 1) / 2];
    }

    /// <summary>As <c>1.32 s: docker 0.41  qemu 0.20  …</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Total:0.00} s: {string.Join("  ", Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Name} {part.Seconds:0.00}")))}");

    private static async Task<string> ReadyLineAsync(string name)
    {
        using var log = Tool.Start("sh", "-c", "exec docker logs --follow \"$0\" 2>&1", name);
        var lines = new List<string>();
        try
        {
            while (await log.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
            {
                lines.Add(line);
                if (line.Contains("runner: ready ", StringComparison.Ordinal))
                {
                    return line;
                }
            }

            throw new InvalidOperationException($"{name} ended before it was ready: {string.Join('\n', lines)}");
        }
        finally
        {
            log.Kill();
        }
    }

    [GeneratedRegex(@" ([a-z]+)=(\d+\.\d+)s\b")]
    private static partial Regex Moment();
}
