using System.Diagnostics;
using System.Net;
using Evolve.EndToEnd.Guests;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.Site;

/// <summary>
/// The deployment of the talk's third chapter, brought up by its own steps. The names of the containers are fixed, so
/// there is one for all tests; its state folder is fixed too, so that a run that was cut off is cleared by the next.
/// </summary>
public sealed class LampFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Whose deployment it is: the one user of all tests that bring up the site.</summary>
    internal static readonly string State = Path.Combine(Path.GetTempPath(), $"evolve-site-tests-{Environment.UserName}");

    /// <summary>The site, as a visitor on this machine reaches it.</summary>
    public Uri Site { get; } = new($"http://127.0.0.1:{Port()}/");

    /// <summary>The guests' images, built by whoever asks first.</summary>
    public Lazy<Task> Guests { get; } = new(GuestImages.BuildAllAsync);

    /// <summary>The secret that forms are signed with.</summary>
    public string FormKey => Secrets()["EVOLVE_FORM_KEY"];

    /// <summary>All secrets of the deployment, by name.</summary>
    public static IReadOnlyDictionary<string, string> Secrets() =>
        File.ReadAllLines(Path.Combine(State, "evolve", "secrets.env"))
            .Select(line => line.Split('=', 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => parts[1]);

    /// <summary>Runs <c>docker</c> and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> DockerAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync("docker", arguments);
        return code == 0 ? output.Trim() : throw new InvalidOperationException($"docker {string.Join(' ', arguments)}: {output}");
    }

    /// <summary>Runs a program to its end; the output is both streams.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    /// <summary>Runs Evolve to its end, and fails the test when it does not succeed; the output is both streams.</summary>
    public static Task<string> EvolveAsync(params string[] arguments) => SucceedAsync(Executable, arguments);

    /// <summary>The same with another copy of Evolve.</summary>
    public static async Task<string> SucceedAsync(string executable, string[] arguments)
    {
        var (code, output) = await RunAsync(executable, arguments);
        Assert.True(code == 0, $"evolve {string.Join(' ', arguments)}:\n{output}");
        return output;
    }

    /// <summary>Starts a program of this deployment's user; both streams are to be read.</summary>
    public static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["XDG_STATE_HOME"] = State;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits until a condition holds; the test fails after a minute.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var clock = Stopwatch.StartNew(); !await condition(); await Task.Delay(100))
        {
            Assert.True(clock.Elapsed < Patience, $"After {Patience.TotalSeconds} s still not: {what}");
        }
    }

    /// <summary>Waits until the site answers whole, all tiers included.</summary>
    public async Task UntilWholeAsync()
    {
        using var visitor = new Visitor(Site);
        await UntilAsync(IsWholeAsync, "the site answers");

        async Task<bool> IsWholeAsync()
        {
            try
            {
                return (await visitor.GetAsync("api/status.json")).Status == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                // The edge itself is on its way up.
                return false;
            }
        }
    }

    /// <summary>Waits until a container's own health check says this.</summary>
    public static Task UntilHealthAsync(string container, string health) => UntilAsync(
        async () => await DockerAsync("inspect", "-f", "{{.State.Health.Status}}", container) == health, $"{container} is {health}");

    /// <summary>Runs SQL as the administrator of the database, beside the edge.</summary>
    public static Task<string> SqlAsync(string statement) =>
        DockerAsync("exec", "db-container-1", "mariadb", "guestbook", "-Ne", statement);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        var scenario = Repository.PathOf("scenarios", "evolution.md");
        var (code, output) = await RunAsync(Executable, "verify", scenario, "--through", "run-web", "--port", $"{Site.Port}", "--verbose");
        Assert.True(code == 0, $"The deployment does not come up:\n{output}");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        var (code, output) = await RunAsync(Executable, "clean");
        Assert.True(code == 0, $"The deployment cannot be cleaned away:\n{output}");
        Directory.Delete(State, recursive: true);
    }

    /// <summary>The program under test, as run.sh builds it.</summary>
    public static string Executable
    {
        get
        {
            var path = Repository.PathOf("artifacts", "app", "evolve");
            return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: run the tests by ./run.sh test.");
        }
    }

    private static int Port() =>
        Environment.GetEnvironmentVariable("EVOLVE_TEST_PORT") is { Length: > 0 } given ? int.Parse(given) : FreePort.Find();
}

/// <summary>The tests that share the one deployment.</summary>
[CollectionDefinition(Name)]
public sealed class OneDeployment : ICollectionFixture<LampFixture>
{
    /// <summary>Its name.</summary>
    public const string Name = "the deployment in containers";
}
