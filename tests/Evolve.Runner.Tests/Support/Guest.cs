using System.Diagnostics;
using System.Globalization;

namespace Evolve.Runner.Tests.Support;

/// <summary>A guest's folder with its <c>guest.conf</c>, and runners started on it.</summary>
public sealed class Guest : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Compiled _compiled;
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-guest-").FullName;
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<Process> _started = [];

    /// <summary>A guest whose stand-in for QEMU obeys the script (see <c>StandIn/qemu.c</c>).</summary>
    public Guest(Compiled compiled, string script, params string[] settings)
    {
        _compiled = compiled;
        File.WriteAllText(PathOf("kernel"), "");
        File.WriteAllLines(
            PathOf("guest.conf"),
            [$"qemu = {compiled.StandIn}", $"kernel = {PathOf("kernel")}", $"run = {_folder}", $"cmdline = {script}", .. settings]);
    }

    /// <summary>A path in the guest's folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>The same guest with a variable in the runner's environment.</summary>
    public Guest With(string name, string value)
    {
        _environment[name] = value;
        return this;
    }

    /// <summary>Starts the runner, as its container would.</summary>
    public Process Start(params string[] arguments) => StartAs("runner", arguments);

    /// <summary>Starts the program under one of its names.</summary>
    public Process StartAs(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_compiled.Programs, name), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["RUNNER_CONF"] = PathOf("guest.conf");
        foreach (var (key, value) in _environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    /// <summary>Runs the program to its end.</summary>
    public async Task<Ended> RunAsync(params string[] arguments) => await EndOf(Start(arguments));

    /// <summary>Waits for the end of one that was started.</summary>
    public static async Task<Ended> EndOf(Process process)
    {
        using var late = new CancellationTokenSource(Patience);
        var errors = process.StandardError.ReadToEndAsync(late.Token);
        var output = await process.StandardOutput.ReadToEndAsync(late.Token);
        await process.WaitForExitAsync(late.Token);
        return new Ended(process.ExitCode, output, await errors);
    }

    /// <summary>Reads the log until a line that holds the text; returns the line.</summary>
    public static async Task<string> UntilAsync(Process process, string text)
    {
        using var late = new CancellationTokenSource(Patience);
        for (var seen = ""; await process.StandardOutput.ReadLineAsync(late.Token) is { } line; seen += line + "\n")
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The log ended without \"{text}\".");
    }

    /// <summary>Sends a signal, such as TERM.</summary>
    public static void Signal(Process process, string name)
    {
        using var kill = Process.Start("kill", ["-" + name, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }

            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>How a program ended: its status and what it wrote.</summary>
public sealed record Ended(int Code, string Output, string Errors)
{
    /// <summary>The lines that are the runner's own.</summary>
    public IReadOnlyList<string> Own =>
        [.. Output.Split('\n').Where(line => line.StartsWith("runner: ", StringComparison.Ordinal)).Select(line => line["runner: ".Length..])];
}
