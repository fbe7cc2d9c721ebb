using System.Diagnostics;
using System.Text.RegularExpressions;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.App;

/// <summary>Recordings by the published program: made for real, and the whole talk given from them where there is no engine.</summary>
public sealed partial class RecordingSpecs : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, string> NoEngine = new() { ["DOCKER_HOST"] = "unix:///nowhere/docker.sock" };

    private readonly AppUnderTest _app = new();

    public void Dispose() => _app.Dispose();

    [Fact]
    public void A_scenario_is_recorded_for_real_and_played_by_a_key()
    {
        var path = _app.WriteScenario("---\ntitle: Mine\nsecret: ['hush-\\w+']\n---\n\n# First\n\n```sh {#one .run}\necho it is hush-4711 in $HOME\n```\n");
        var recorded = _app.Run(["record", path, "--trust"]);
        Assert.Equal(0, recorded.Code);
        Assert.Contains("recorded: 1 of 1 steps, ", recorded.Output, StringComparison.Ordinal);
        var cast = Assert.Single(Directory.GetFiles(Path.Combine(_app.Home, "evolve", "recordings"), "*.cast", SearchOption.AllDirectories));
        Assert.DoesNotContain("4711", File.ReadAllText(cast), StringComparison.Ordinal);

        using (var terminal = _app.Open($"play {path}"))
        {
            terminal.WaitFor("run one").Press("p").WaitFor("» one").WaitFor("it is ••••• in ~").WaitFor("recorded on");
        }

        // The talk changes, and the check says that its recording is of another text.
        _app.WriteScenario("---\ntitle: Mine\n---\n\n# First\n\n```sh {#one .run}\necho something else\n```\n");
        var check = _app.Run(["check", path]);
        Assert.Equal(0, check.Code);
        Assert.Contains("scenario.md:7: warning: the recording of one is of an older text of it: type ./run.sh record", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_fails_leaves_what_was_recorded_before()
    {
        var path = _app.WriteScenario("---\ntitle: Mine\n---\n\n# First\n\n```sh {#one .run}\necho fine\n```\n");
        Assert.Equal(0, _app.Run(["record", path, "--trust"]).Code);
        _app.WriteScenario("---\ntitle: Mine\n---\n\n# First\n\n```sh {#one .run}\nexit 7\n```\n");
        var failed = _app.Run(["record", path, "--trust"]);
        Assert.Equal(1, failed.Code);
        Assert.Contains("Nothing was recorded; recordings that were there have stayed.", failed.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(_app.Home, "evolve", "recordings"), "one.cast", SearchOption.AllDirectories));
    }

    [Fact]
    public void It_begins_where_nothing_of_the_deployment_runs()
    {
        var path = _app.WriteScenario("""
            ---
            title: Mine
            requires: [engine]
            ---

            # First

            ```sh {#one .run}
            docker run -d --name evolve-recorded --label dev.evolve.deployment=$EVOLVE_DEPLOYMENT debian:trixie-slim sleep 60
            ```

            """);
        try
        {
            var first = _app.Run(["record", path, "--trust"]);
            Assert.True(first.Code == 0, first.Output + first.Error);
            var second = _app.Run(["record", path, "--trust"]);
            Assert.NotEqual(0, second.Code);
            Assert.Contains("nothing of yours runs, and here evolve-recorded does: type `./run.sh clean`, then record again.", second.Error, StringComparison.Ordinal);
        }
        finally
        {
            Assert.Equal(0, _app.Run(["clean"]).Code);
        }
    }

    [Fact]
    public void Asciinema_plays_what_is_exported()
    {
        var folder = Path.Combine(_app.Home, "v2");
        var exported = _app.Run(["record", "tour", "--export", folder]);
        Assert.Equal("", exported.Error);
        var machine = Path.Combine(folder, "machine.cast");
        Assert.StartsWith("{\"version\":2,\"width\":80,\"height\":24,", File.ReadAllText(machine), StringComparison.Ordinal);

        // It looks for keys even when it only prints, so it needs a terminal of its own.
        var start = new ProcessStartInfo("script", ["-qec", $"asciinema cat {machine}", "/dev/null"]) { RedirectStandardOutput = true };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var cat = Process.Start(start)!;
        var shown = cat.StandardOutput.ReadToEnd();
        cat.WaitForExit();
        Assert.Equal(0, cat.ExitCode);
        Assert.Contains("uname -srm", shown, StringComparison.Ordinal);
    }

    [SkippableTalkFact]
    public async Task The_whole_talk_is_given_without_an_engine_by_one_key()
    {
        using var terminal = _app.Open("play evolution", 100, 30, NoEngine);
        var slides = ShownSlides().Match(terminal.WaitFor(" 1/", seconds: 60).Screen).Groups[1].Value;
        terminal.WaitFor("Recordings are played, and nothing runs");
        var wasMarked = false;
        for (var clock = Stopwatch.StartNew(); !terminal.Screen.Contains($"{slides}/{slides}", StringComparison.Ordinal); await Task.Delay(350))
        {
            Assert.True(clock.Elapsed < Patience, $"Stranded:\n{terminal.Screen}");
            Assert.DoesNotContain("╭─ ✗", terminal.Screen);
            wasMarked |= terminal.Screen.Contains("recorded on", StringComparison.Ordinal);
            terminal.Press("PageDown");
        }

        Assert.True(wasMarked);
    }

    /// <summary>The status line's count, at the first slide.</summary>
    [GeneratedRegex(@" 1/(\d+)")]
    private static partial Regex ShownSlides();

    /// <summary>Runs only where the talk has been recorded.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SkippableTalkFactAttribute : FactAttribute
    {
        public SkippableTalkFactAttribute()
        {
            if (!Directory.Exists(Repository.PathOf("assets", "recordings", "evolution")))
            {
                Skip = "The talk has not been recorded: ./run.sh record evolution";
            }
        }
    }
}
