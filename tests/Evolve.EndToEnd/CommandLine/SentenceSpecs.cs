using Evolve.EndToEnd.App;
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
        Assert.NotEqual(0, _app.Run(["verify", path]).Code);
        Assert.False(File.Exists(marker));
        Assert.Equal(0, _app.Run(["verify", path, "--trust"]).Code);
        Assert.True(File.Exists(marker));
    }

    /// <inheritdoc/>
    public void Dispose() => _app.Dispose();
}
