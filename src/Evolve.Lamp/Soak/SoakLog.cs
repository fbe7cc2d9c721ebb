using System.Globalization;
using Evolve.Lamp.Evolution;

namespace Evolve.Lamp.Soak;

/// <summary>Everything that a soak did, with the time of each line, and in the end what the containers themselves say.</summary>
public sealed class SoakLog : IProgress<PlanEvent>, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly StreamWriter _file;
    private readonly TimeProvider _time;

    private SoakLog(string path, StreamWriter file, TimeProvider time) => (Path, _file, _time) = (path, file, time);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Begins one, named after the time, in a folder that is made when it is missing.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static SoakLog Begin(string folder, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        Directory.CreateDirectory(folder);
        var path = System.IO.Path.Combine(folder, time.GetUtcNow().ToString("'soak-'yyyyMMdd-HHmmss'.log'", CultureInfo.InvariantCulture));
        return new SoakLog(path, new StreamWriter(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read)) { AutoFlush = true }, time);
    }

    /// <inheritdoc/>
    public void Report(PlanEvent value)
    {
        switch (value)
        {
            case PlanEvent.PlanBegan { Plan: var plan }:
                Write($"# {plan.Title}");
                break;
            case PlanEvent.StepBegan { Step: var step }:
                Write($"$ {step.Command.OneLine}");
                break;
            case PlanEvent.LinePrinted { Line: var line }:
                Write($"  {line}");
                break;
            case PlanEvent.StepEnded { Outcome: var outcome, Elapsed: var elapsed }:
                Write(string.Create(CultureInfo.InvariantCulture, $"  ({(outcome.IsSuccess ? "" : "failed, ")}{elapsed.TotalSeconds:0.00} s)"));
                break;
        }
    }

    /// <summary>Writes a line of its own.</summary>
    public void Write(string line)
    {
        lock (_lock)
        {
            _file.WriteLine($"{_time.GetUtcNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} {line}");
        }
    }

    /// <summary>After a defect: what the edge, the engine and every container know of it.</summary>
    /// <param name="shell">Runs the questions.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task AskAroundAsync(IPlanShell shell, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(shell);
        const string Mine = "--filter label=dev.evolve.deployment=$EVOLVE_DEPLOYMENT";
        string[] questions =
        [
            "docker exec edge tier show",
            $"docker ps --all {Mine}",
            $$"""docker ps --all {{Mine}} --format '{{"{{.Names}}"}}' | while read -r name; do echo "== $name"; docker logs --timestamps --tail 200 "$name" 2>&1; done""",
        ];
        foreach (var question in questions)
        {
            Write($"$ {question}");
            var outcome = await shell.RunAsync(new DockerCommand(question), Patience, line => Write($"  {line}"), cancellationToken);
            if (!outcome.IsSuccess)
            {
                Write($"  (failed: {outcome.LastWords})");
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
