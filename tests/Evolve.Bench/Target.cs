using System.Globalization;

namespace Evolve.Bench;

/// <summary>A promise about one or two figures, and what became of it.</summary>
/// <param name="Name">What is promised.</param>
/// <param name="Figure">The measured figure, with its unit.</param>
/// <param name="IsMet">Whether the promise is kept.</param>
internal sealed record Target(string Name, string Figure, bool IsMet)
{
    private const string App = Subject.AppName;

    /// <summary>Every target whose figures were measured in this run.</summary>
    public static IEnumerable<Target> All(IReadOnlyList<Result> results) => [.. OfTheApp(results), .. OfRecordings(results), .. CleanSlateTarget.All(results)];

    private static IEnumerable<Target> OfTheApp(IReadOnlyList<Result> results)
    {
        if (Find(results, "start", InteractiveBench.AgainMedian, App) is { } start)
        {
            yield return new("first frame within 400 ms", Show(start), start.Value <= 400);
        }

        foreach (var ours in results.Where(result => result.Benchmark == "vt" && result.Subject == ThroughputBench.Ours))
        {
            if (Find(results, "vt", ours.Case, ThroughputBench.Theirs) is { } theirs)
            {
                yield return new($"{ours.Case}: at least tmux's {Show(theirs)}", Show(ours), ours.Value >= theirs.Value);
            }
        }

        if (Find(results, "latency", InteractiveBench.FloodedWorst, App) is { } latency)
        {
            yield return new("key to screen in a flood, p99 under 50 ms", Show(latency), latency.Value < 50);
        }

        if (Find(results, "idle", InteractiveBench.IdleLive, App) is { } idle)
        {
            yield return new("idle with a live deployment on screen, under 1 % of a core", Show(idle), idle.Value < 1);
        }

        if (results.Where(result => result.Benchmark == "memory" && result.Subject == App && result.Unit == "MB").ToList() is [_, var part, var whole])
        {
            yield return new($"memory {whole.Case} under 150 MB", Show(whole), whole.Value < 150);
            yield return new($"memory flat: under 10 MB more than {part.Case}", $"{whole.Value - part.Value:+0.0;-0.0} MB", whole.Value - part.Value < 10);
        }
    }

    private static IEnumerable<Target> OfRecordings(IReadOnlyList<Result> results)
    {
        (string Case, string Promise, double Most)[] promises =
        [
            (ReplayBench.Open, "a recording of 100 MB is open within 1 s", 1000),
            (ReplayBench.Processor, "playing a recording, under 2 % of a core", 2),
            (ReplayBench.Lateness, "a recording is played to 10 ms", 10),
            (ReplayBench.Cost, "recording costs under 5 % of throughput", 5),
        ];
        foreach (var (name, promise, most) in promises)
        {
            if (Find(results, "replay", name, ReplayBench.Ours) is { } result)
            {
                yield return new(promise, Show(result), result.Value < most);
            }
        }

        if (Find(results, "jump", JumpBench.Worst, JumpBench.Ours) is { } jump)
        {
            yield return new("a jump to a neighbour within 100 ms when nothing must run", Show(jump), jump.Value < 100);
        }
    }

    /// <summary>The figure of this name, if it was measured.</summary>
    public static Result? Find(IReadOnlyList<Result> results, string benchmark, string name, string subject) =>
        results.FirstOrDefault(result => result.Benchmark == benchmark && result.Case == name && result.Subject == subject);

    private static string Show(Result result) => string.Create(CultureInfo.InvariantCulture, $"{result.Value:0.0} {result.Unit}");
}
