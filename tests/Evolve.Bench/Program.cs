using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Evolve.Bench;

var defaults = new BenchOptions();
var only = new Option<string[]>("--only") { Description = $"{string.Join(", ", BenchOptions.Names)}; all by default", AllowMultipleArgumentsPerToken = true };
only.AcceptOnlyFromAmong(BenchOptions.Names);
var json = new Option<string>("--json") { Description = "file for the results", DefaultValueFactory = _ => defaults.Json };
var app = new Option<string>("--app") { Description = "the app's command line for sh; empty leaves it out", DefaultValueFactory = _ => defaults.App };
var sentinel = new Option<string>("--app-sentinel") { Description = "text on the app's first frame", DefaultValueFactory = _ => defaults.AppSentinel };
var liveSentinel = new Option<string>("--app-live-sentinel") { Description = "text on the app's screen when it shows a live deployment; without it the idle app is watched on its opening screen only", DefaultValueFactory = _ => defaults.AppLiveSentinel };
var shellKeys = new Option<string>("--app-shell-keys") { Description = @"keys that open a shell pane and give it the keys (\r \e \xHH); without them latency and memory leave the app out", DefaultValueFactory = _ => defaults.AppShellKeys };
var floodKeys = new Option<string>("--app-flood-keys") { Description = "keys that, in the shell pane, flood another pane with yes and come back", DefaultValueFactory = _ => defaults.AppFloodKeys };
var megabytes = new Option<int>("--megabytes") { Description = "size of each throughput stream", DefaultValueFactory = _ => defaults.Megabytes };
var memoryMegabytes = new Option<int>("--memory-megabytes") { Description = "pane output of the memory benchmark", DefaultValueFactory = _ => defaults.MemoryMegabytes };
var idle = new Option<int>("--idle-seconds") { Description = "how long idle CPU is watched", DefaultValueFactory = _ => (int)defaults.IdleTime.TotalSeconds };
var samples = new Option<int>("--samples") { Description = "key presses per latency figure", DefaultValueFactory = _ => defaults.Samples };
var starts = new Option<int>("--starts") { Description = "starts of each machine and container", DefaultValueFactory = _ => defaults.Starts };
var flavours = new Option<string[]>("--flavours") { Description = "flavours to measure beside the container; all by default", AllowMultipleArgumentsPerToken = true };
var load = new Option<int>("--load-seconds") { Description = "how long each load lasts", DefaultValueFactory = _ => (int)defaults.LoadTime.TotalSeconds };
var requests = new Option<int>("--requests") { Description = "requests after which the web tier's memory is to be what it was", DefaultValueFactory = _ => defaults.Requests };
var record = new Option<string?>("--record") { Description = "record sessions of real programs into a folder instead" };
var root = new RootCommand("Measures the terminal and the app beside others, all through one pseudo-terminal harness.")
{
    only, json, app, sentinel, liveSentinel, shellKeys, floodKeys, megabytes, memoryMegabytes, idle, samples, starts, flavours, load, requests, record,
};
root.SetAction(async (result, _) =>
{
    if (result.GetValue(record) is { } folder)
    {
        await Recorder.RunAsync(folder);
        return 0;
    }

    return await RunAsync(new BenchOptions
    {
        Only = result.GetValue(only) ?? [],
        Json = result.GetValue(json)!,
        App = result.GetValue(app)!,
        AppSentinel = result.GetValue(sentinel)!,
        AppLiveSentinel = result.GetValue(liveSentinel)!,
        AppShellKeys = result.GetValue(shellKeys)!,
        AppFloodKeys = result.GetValue(floodKeys)!,
        Megabytes = result.GetValue(megabytes),
        MemoryMegabytes = result.GetValue(memoryMegabytes),
        IdleTime = TimeSpan.FromSeconds(result.GetValue(idle)),
        Samples = result.GetValue(samples),
        Starts = result.GetValue(starts),
        Flavours = result.GetValue(flavours) ?? [],
        LoadTime = TimeSpan.FromSeconds(result.GetValue(load)),
        Requests = result.GetValue(requests),
    });
});
return await root.Parse(args).InvokeAsync();

static async Task<int> RunAsync(BenchOptions options)
{
    var status = 0;
    var results = new List<Result>();
    void Report(Result result)
    {
        results.Add(result);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Benchmark,-8} {result.Case,-22} {result.Subject,-20} {result.Value,10:0.0} {result.Unit}"));
    }

    var interactive = new InteractiveBench(options, Report);
    (string Name, Func<Task> Run)[] all =
    [
        ("vt", () => ThroughputBench.RunAsync(options, Report)),
        ("start", interactive.StartAsync),
        ("latency", interactive.LatencyAsync),
        ("idle", interactive.IdleAsync),
        ("memory", interactive.MemoryAsync),
        ("replay", () => ReplayBench.RunAsync(options, Report)),
        ("jump", () => JumpBench.RunAsync(Report)),
    ];
    if (LampSite.Find(options.Flavours) is { } site)
    {
        all =
        [
            .. all,
            ("boot", () => new BootBench(site, options, results.Add).RunAsync()),
            ("roots", () => new RootsBench(site, options, results.Add).RunAsync()),
            ("size", () => new SizeBench(site, results.Add).RunAsync()),
            ("load", () => new LoadBench(site, options, results.Add).RunAsync()),
            ("flat", () => new FlatBench(site, options, results.Add).RunAsync()),
            ("stack", () => new StackBench(site, options, results.Add).RunAsync()),
            ("tax", () => new TaxBench(site, options, results.Add).RunAsync()),
            ("cutover", () => new CutoverBench(site, options, results.Add).RunAsync()),
        ];
    }

    foreach (var (name, run) in all.Where(benchmark => options.Runs(benchmark.Name) || (benchmark.Name == "cutover" && options.Runs("scoreboard"))))
    {
        try
        {
            await run();
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or OperationCanceledException or IOException or SocketException or HttpRequestException)
        {
            // The others are measured all the same; that this one was not is told by the exit status too.
            Console.WriteLine($"NOT MEASURED  {name}: {exception.Message}");
            status = 1;
        }
    }

    foreach (var target in Target.All(results))
    {
        Console.WriteLine($"{(target.IsMet ? "met   " : "MISSED")}  {target.Name}: {target.Figure}");
    }

    Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(options.Json))!);
    await File.WriteAllTextAsync(options.Json, JsonSerializer.Serialize(results, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
    Console.WriteLine($"Written to {options.Json}.");
    return status;
}
