using System.Diagnostics;
using Evolve.Testing;

namespace Evolve.EndToEnd.App;

/// <summary>The published program with a state folder of its own, as a new user has it.</summary>
public sealed class AppUnderTest : IDisposable
{
    /// <summary>A user with a folder of his own, a new one unless it is named.</summary>
    public AppUnderTest(string? home = null) =>
        Home = (home is null ? Directory.CreateTempSubdirectory("evolve-home-") : Directory.CreateDirectory(home)).FullName;

    /// <summary>The folder that everything of this user is kept in.</summary>
    public string Home { get; }

    /// <summary>The executable that <c>./run.sh</c> makes and starts.</summary>
    public static string Executable
    {
        get
        {
            var path = Repository.PathOf("artifacts", "app", "evolve");
            return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: run the tests by ./run.sh test.");
        }
    }

    /// <summary>Opens it in a terminal of this size.</summary>
    public TmuxSession Open(string arguments, int columns = 100, int rows = 30, IReadOnlyDictionary<string, string>? variables = null)
    {
        var environment = new Dictionary<string, string>(variables ?? new Dictionary<string, string>())
        {
            ["XDG_STATE_HOME"] = Home,
        };
        environment.TryAdd("TERM", "xterm-256color");
        environment.TryAdd("COLORTERM", "truecolor");
        return new TmuxSession($"{Executable} {arguments}", columns, rows, environment);
    }

    /// <summary>Runs it without a terminal.</summary>
    public ProcessResult Run(string[] arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["XDG_STATE_HOME"] = Home;
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ProcessResult(process.ExitCode, output, error.Result);
    }

    /// <summary>Writes a scenario outside the shipped folder.</summary>
    public string WriteScenario(string text, string name = "scenario.md")
    {
        var folder = Directory.CreateDirectory(Path.Combine(Home, "mine")).FullName;
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // An app whose terminal was closed a moment ago is still tidying up in it.
        for (var clock = Stopwatch.StartNew(); Directory.Exists(Home);)
        {
            try
            {
                Directory.Delete(Home, recursive: true);
            }
            catch (IOException) when (clock.Elapsed < TimeSpan.FromSeconds(10))
            {
                Thread.Sleep(50);
            }
        }
    }
}

/// <summary>How a process ended, and what it said.</summary>
public sealed record ProcessResult(int Code, string Output, string Error);
