using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Evolve.EndToEnd.Site;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.App;

/// <summary>The talk, given as on a stage: one key, a real engine, a real site at the end.</summary>
public sealed partial class EvolutionSpecs : IDisposable
{
    /// <summary>Where no kernel was built before, the talk builds all three.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(40);

    private readonly AppUnderTest _app = new(LampFixture.State);

    /// <summary>What builds share stays, so that the talk itself, which comes first or afterwards, makes nothing twice.</summary>
    [Fact]
    public void Every_step_of_the_talk_in_depth_does_what_it_says()
    {
        var result = _app.Run(["verify", "in-depth", "--port", $"{FreePort.Find()}"]);
        Assert.True(result.Code == 0, result.Output + result.Error);
    }

    [Fact]
    public async Task One_key_gives_the_whole_talk_and_quitting_removes_what_it_made()
    {
        Assert.Equal(0, _app.Run(["clean", "--keep-cache"]).Code);
        var port = FreePort.Find();
        using var terminal = _app.Open($"play evolution --port {port}", 100, 30);
        var slides = ShownSlides().Match(terminal.WaitFor(" 1/", seconds: 300).Screen).Groups[1].Value;

        // A second Evolve on the same engine is told who holds the deployment, and touches nothing.
        var second = _app.Run(["verify", "evolution", "--port", $"{port}"]);
        Assert.Equal(2, second.Code);
        Assert.Contains("Another Evolve holds", second.Error, StringComparison.Ordinal);

        await Clicker.ForwardUntilAsync(terminal, $"{slides}/{slides}", Patience);

        using var browser = new HttpClient();
        var page = await browser.GetStringAsync(new Uri($"http://127.0.0.1:{port}/"));
        Assert.All(
            [("web", "mirage"), ("php", "mirage"), ("db", "linux-unikernel")],
            tier => Assert.Contains($"<dt>{tier.Item1}</dt><dd>{tier.Item2}</dd>", page, StringComparison.Ordinal));

        terminal.Press("q").WaitFor("Remove it").Press("c").WaitFor("[ended 0]", seconds: 120);
        Assert.Equal("", await OursAsync("ps", "-aq"));
        Assert.Equal("", await OursAsync("network", "ls", "-q"));
        Assert.Equal("", await OursAsync("volume", "ls", "-q"));
        Assert.Equal("", await OursAsync("images", "-q"));
    }

    [Fact]
    public void A_busy_port_is_told_with_the_way_out()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var result = _app.Run(["verify", "evolution", "--port", $"{port}", "--through", "network"]);
        Assert.Equal(2, result.Code);
        Assert.Contains($"{port}", result.Error, StringComparison.Ordinal);
        Assert.Contains("--port", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_somebody_else_has_is_told_before_anything_is_made()
    {
        await LampFixture.DockerAsync("volume", "create", "evolve-edge");
        try
        {
            var result = _app.Run(["verify", "evolution", "--port", $"{FreePort.Find()}", "--through", "network"]);
            Assert.Equal(2, result.Code);
            Assert.Contains("the volume evolve-edge is of somebody else", result.Error, StringComparison.Ordinal);
            Assert.Equal("", await OursAsync("network", "ls", "-q"));
        }
        finally
        {
            await LampFixture.DockerAsync("volume", "rm", "evolve-edge");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _app.Run(["clean", "--keep-cache"]);
        _app.Dispose();
    }

    private Task<string> OursAsync(params string[] arguments) =>
        LampFixture.DockerAsync([.. arguments, "--filter", $"label=dev.evolve.deployment={Id}"]);

    private string Id => File.ReadAllText(Path.Combine(_app.Home, "evolve", "deployment")).Trim();

    /// <summary>The status line's count, at the first slide.</summary>
    [GeneratedRegex(@" 1/(\d+)")]
    private static partial Regex ShownSlides();
}
