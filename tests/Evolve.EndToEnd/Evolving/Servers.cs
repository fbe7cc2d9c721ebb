using System.Text.Json;
using Evolve.EndToEnd.Site;
using Xunit;

namespace Evolve.EndToEnd.Evolving;

/// <summary>Who serves, as the edge, the engine and the databases themselves say.</summary>
internal static class Servers
{
    /// <summary>The one container that serves a tier.</summary>
    internal static async Task<string> ServingAsync(string tier)
    {
        var servers = JsonDocument.Parse(await LampFixture.DockerAsync("exec", "edge", "tier", "show", "--json")).RootElement;
        return Assert.Single(
            servers.EnumerateArray(), server => server.GetProperty("tier").GetString() == tier && server.GetProperty("serves").GetBoolean())
            .GetProperty("server").GetString()!;
    }

    /// <summary>Asserts that a tier is of one flavour alone, and that nothing of the way there is left.</summary>
    internal static async Task AssertAloneAsync(string tier, string flavour)
    {
        var serving = await ServingAsync(tier);
        Assert.StartsWith($"{tier}-{flavour}-", serving, StringComparison.Ordinal);
        Assert.Equal(serving, await LampFixture.DockerAsync("ps", "--format", "{{.Names}}", "--filter", $"name=^{tier}-"));
        Assert.Equal("", await LampFixture.DockerAsync("ps", "-a", "--format", "{{.Names}}", "--filter", "name=^db-helper$"));
        if (tier == "db")
        {
            // Asked in SQL from outside: a guest has nothing inside that `docker exec` could start.
            Assert.Equal($"{serving} primary", await LampFixture.DockerAsync(
                "run", "--rm", "--network", "evolve", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--env-file",
                Path.Combine(LampFixture.State, "evolve", "secrets.env"), "evolve/db-helper:container", "database", "show", serving));
        }
    }

    /// <summary>Every container of a tier, running or not.</summary>
    internal static async Task<string[]> AllAsync(string tier) =>
        (await LampFixture.DockerAsync("ps", "-a", "--format", "{{.Names}}", "--filter", $"name=^{tier}-")).Split('\n');
}
