using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Evolve.EndToEnd.App;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.CommandLine;

/// <summary>Whatever is wrong is said in a sentence, never in a stack trace.</summary>
public sealed class SentenceSpecs : IDisposable
{
    private readonly AppUnderTest _app = new();

    public static TheoryData<string[], string, int> Mistakes => new()
    {
        { [], "needs a terminal", 2 },
        { ["frobnicate"], "'frobnicate'", 2 },
        { ["play", "--port", "0"], "1 to 65535", 2 },
        { ["--port", "99999"], "1 to 65535", 2 },
        { ["--port", "8090"], "needs a terminal", 2 },
        { ["check", "/proc/1/mem"], "/proc/1/mem:1:1: ", 1 },
        { ["verify", "tour", "--junit", "/nowhere/junit.xml", "--through", "machine"], "/nowhere/junit.xml cannot be written", 2 },
        { ["verify"], "Required argument missing", 2 },
        { ["verify", "no-such-file.md"], "There is no such file", 2 },
        { ["check", "no-such-file.md"], "no-such-file.md:1:1: There is no such file", 1 },
        { ["verify", "tour", "--through", "nowhere"], "nowhere", 1 },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_in_a_sentence(string[] arguments, string words, int code)
    {
        var result = _app.Run(arguments);
        Assert.Equal(code, result.Code);
        Assert.Contains(words, result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_remote_engine_is_refused_with_the_reason()
    {
        var result = _app.Run(["verify", "evolution"], new Dictionary<string, string> { ["DOCKER_HOST"] = "tcp://192.0.2.1:2375" });
        Assert.Equal(2, result.Code);
        Assert.Contains("on this machine", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_absent_engine_is_told_and_the_tour_plays_all_the_same()
    {
        var nowhere = new Dictionary<string, string> { ["DOCKER_HOST"] = "unix:///nowhere/docker.sock" };
        Assert.Contains("No Docker engine", _app.Run(["verify", "evolution"], nowhere).Error, StringComparison.Ordinal);
        Assert.Equal(0, _app.Run(["verify", "tour"], nowhere).Code);
        Assert.Equal(1, _app.Run(["doctor"], nowhere).Code);
    }

    [Fact]
    public void A_terminal_that_cannot_place_text_is_told()
    {
        using var terminal = _app.Open("", variables: new Dictionary<string, string> { ["TERM"] = "dumb" });
        terminal.WaitFor("TERM is unset or").WaitFor("[ended 2]");
    }

    [Fact]
    public void Verify_writes_JUnit()
    {
        var file = Path.Combine(_app.Home, "junit.xml");
        Assert.Equal(0, _app.Run(["verify", "tour", "--junit", file]).Code);
        Assert.Contains("<testsuite ", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_from_elsewhere_is_not_run_without_trust()
    {
        var marker = Path.Combine(_app.Home, "ran");
        var path = _app.WriteScenario($"---\ntitle: Mine\n---\n\n# First\n\n```sh {{#one .run}}\ntouch {marker}\n```\n");
        var refused = _app.Run(["verify", path]);
        Assert.Equal(1, refused.Code);
        Assert.Contains("would run 1 command that you have not agreed to", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(marker));
        Assert.Equal(0, _app.Run(["verify", path, "--trust"]).Code);
        Assert.True(File.Exists(marker));
    }

    [Fact]
    public void The_scenario_of_the_README_runs()
    {
        var result = _app.Run(["verify", _app.WriteScenario(Readme.Scenario), "--trust", "--verbose"]);
        Assert.Equal(0, result.Code);
        Assert.Contains($"| hello from {Environment.MachineName}", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_is_told_with_its_place_also_as_JSON()
    {
        var path = _app.WriteScenario("---\ntitle: Mine\ntyres: 4\n---\n\n# First\n\n```sh {#one .rum}\ntrue\n```\n");
        var text = _app.Run(["check", path]);
        Assert.Equal(1, text.Code);
        Assert.Contains($"{path}:3:1: ", text.Output, StringComparison.Ordinal);
        Assert.Contains($"{path}:8:", text.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(_app.Run(["check", "--json", path]).Output);
        Assert.False(json.RootElement.GetProperty("good").GetBoolean());
        var errors = json.RootElement.GetProperty("files")[0].GetProperty("errors").EnumerateArray();
        Assert.Equal([3, 8], errors.Select(error => error.GetProperty("line").GetInt32()));
    }

    [Fact]
    public void A_report_of_trouble_holds_logs_versions_and_states_and_no_secret()
    {
        Assert.Equal(0, _app.Run(["verify", "tour", "--through", "machine"]).Code);
        var file = Path.Combine(_app.Home, "report.tar.gz");
        Assert.Contains("The report is in", _app.Run(["doctor", "--bundle", file]).Output, StringComparison.Ordinal);
        var entries = Unpack(file);
        Assert.Equal(["deployment.txt", "doctor.txt", "state/run.jsonl", "versions.txt"], entries.Keys);
        var secrets = File.ReadAllLines(Path.Combine(_app.Home, "evolve", "secrets.env")).Select(line => line.Split('=', 2)[1]);
        Assert.All(secrets, secret => Assert.DoesNotContain(entries.Values, text => text.Contains(secret, StringComparison.Ordinal)));
    }

    private static SortedDictionary<string, string> Unpack(string archive)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        using var gzip = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        using var tar = new TarReader(gzip);
        while (tar.GetNextEntry() is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream!);
            entries.Add(entry.Name, reader.ReadToEnd());
        }

        return entries;
    }

    /// <inheritdoc/>
    public void Dispose() => _app.Dispose();
}
