namespace Evolve.Bench;

/// <summary>What is measured and how the app is brought to a shell.</summary>
internal sealed record BenchOptions
{
    /// <summary>Every benchmark: the terminal's and the app's, then the deployment's, which need one.</summary>
    public static readonly string[] Names = ["vt", "start", "latency", "idle", "memory", "replay", "jump", "boot", "roots", "size", "load", "flat", "stack", "tax", "cutover", "scoreboard"];

    /// <summary>The benchmarks to run; all when empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Where the results go as JSON.</summary>
    public string Json { get; init; } = "artifacts/bench.json";

    /// <summary>The app's command line, run by sh; empty leaves the app out.</summary>
    public string App { get; init; } = "./run.sh";

    /// <summary>Text that shows on the app's first frame.</summary>
    public string AppSentinel { get; init; } = "choose";

    /// <summary>The app's command line where a shell pane is needed: a scenario with a step that floods a pane.</summary>
    public string AppShell { get; init; } = "./artifacts/app/evolve play tests/Evolve.Bench/bench.md";

    /// <summary>Text that shows when that scenario is on.</summary>
    public string AppShellSentinel { get; init; } = "run flood";

    /// <summary>The app's command line for a scenario that shows the deployment.</summary>
    public string AppLive { get; init; } = "./artifacts/app/evolve play tests/Evolve.Bench/live.md";

    /// <summary>Text that shows there when a live deployment is on the screen; empty when there is none.</summary>
    public string AppLiveSentinel { get; init; } = "";

    /// <summary>Keys that open a shell pane with the focus in it, with \r, \e and \xHH escapes.</summary>
    public string AppShellKeys { get; init; } = @"xPS1=bench\\>\r";

    /// <summary>Keys that, typed in that shell pane, flood another pane with yes and come back.</summary>
    public string AppFloodKeys { get; init; } = @"\e[24~\e[6~x";

    /// <summary>Megabytes of each throughput stream.</summary>
    public int Megabytes { get; init; } = 64;

    /// <summary>How long idle CPU is watched.</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Output for the memory benchmark, in megabytes.</summary>
    public int MemoryMegabytes { get; init; } = 1024;

    /// <summary>Key presses or starts that a figure is the percentile of.</summary>
    public int Samples { get; init; } = 100;

    /// <summary>Starts of each machine and container, of which the one in the middle is shown.</summary>
    public int Starts { get; init; } = 5;

    /// <summary>The flavours that are measured beside the container; all when empty.</summary>
    public IReadOnlyList<string> Flavours { get; init; } = [];

    /// <summary>How long a load lasts, and a stream of the stack.</summary>
    public TimeSpan LoadTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Requests between the start and the end of which the memory is compared.</summary>
    public int Requests { get; init; } = 100_000;

    /// <summary>True when this benchmark is asked for.</summary>
    public bool Runs(string name) => Only.Count == 0 || Only.Contains(name);
}
