using Evolve.EndToEnd.Site;
using Evolve.Lamp.Evolution;
using Xunit;
using Xunit.Abstractions;

namespace Evolve.EndToEnd.Evolving;

/// <summary>A tier changes while people use the site, and nobody notices.</summary>
[Collection(OneDeployment.Name)]
public sealed class CutoverSpecs(LampFixture lamp, CopyFlavours copies, ITestOutputHelper log) : IClassFixture<CopyFlavours>, IAsyncLifetime
{
    public async Task InitializeAsync()
    {
        await copies.SucceedAsync("reset");
        await lamp.UntilWholeAsync();
    }

    [Theory]
    [InlineData("web")]
    [InlineData("php")]
    [InlineData("db")]
    public async Task Nobody_notices_that_a_tier_moves_there_and_back_twice(string tier)
    {
        await using var traffic = new SteadyTraffic(lamp.Site);
        foreach (var flavour in new[] { "copy", "container", "copy", "container" })
        {
            log.WriteLine(await copies.SucceedAsync("tier", tier, flavour));
            await Servers.AssertAloneAsync(tier, flavour);
        }

        await traffic.AssertNothingIsLostAsync();
        log.WriteLine(traffic.Summary);
        Assert.Empty(traffic.Failures);
        Assert.True(traffic.LongestWrite < TimeSpan.FromSeconds(2), traffic.Summary);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("php")]
    [InlineData("db")]
    public async Task What_is_printed_is_what_is_run(string tier)
    {
        var printed = DockerCommand.In(await copies.SucceedAsync("tier", tier, "copy", "--print"));
        Assert.NotEmpty(printed);
        await Servers.AssertAloneAsync(tier, "container");
        var run = DockerCommand.In(await copies.SucceedAsync("tier", tier, "copy"));
        Assert.Equal(printed, run);
        Assert.Contains("is copy already", await copies.SucceedAsync("tier", tier, "copy"));
        Assert.Contains("Nothing is left to do", await copies.SucceedAsync("tier", tier, "copy", "--print"));
    }

    [Fact]
    public async Task A_database_that_follows_can_be_emptied_again_and_one_that_takes_writes_cannot()
    {
        var plan = DockerCommand.In(await copies.SucceedAsync("tier", "db", "copy", "--print"));
        var deployment = await LampFixture.DockerAsync("inspect", "-f", "{{index .Config.Labels \"dev.evolve.deployment\"}}", "edge");
        var (code, output) = await LampFixture.RunAsync(
            "env",
            [$"EVOLVE_DEPLOYMENT={deployment}", $"EVOLVE_SECRETS={LampFixture.State}/evolve/secrets.env", "bash", "-ec",
            string.Join('\n', plan.Select(command => command.OneLine).TakeWhile(line => !line.Contains("tier pause", StringComparison.Ordinal)))]);
        Assert.True(code == 0, output);
        Assert.Equal("guestbook", await AskCopyAsync("SHOW DATABASES LIKE 'guestbook'"));

        await LampFixture.DockerAsync("exec", "db-helper", "database", "forget", "db-copy-1");
        Assert.Equal("", await AskCopyAsync("SHOW DATABASES LIKE 'guestbook'; SHOW REPLICA STATUS; SHOW TABLES FROM evolve_server LIKE 'following'"));
        (code, output) = await LampFixture.RunAsync("docker", "exec", "db-helper", "database", "forget", "db-container-1");
        Assert.Equal((1, "database: db-container-1 takes writes: what it has may be nowhere else\n"), (code, output));

        await LampFixture.DockerAsync("exec", "db-helper", "database", "follow", "db-copy-1", "db-container-1");
        Assert.Equal(await LampFixture.SqlAsync("SELECT COUNT(*) FROM entry"), await AskCopyAsync("SELECT COUNT(*) FROM guestbook.entry"));

        static Task<string> AskCopyAsync(string statements) => LampFixture.DockerAsync("exec", "db-copy-1", "mariadb", "-Ne", statements);
    }

    [Theory]
    [InlineData("web", "sleep 1; exit 3", @"web-copy-\d+ does not run any more")]
    [InlineData("php", "sleep infinity", @"php-copy-\d+ did not answer within 30 s")]
    [InlineData("db", "exit 3", @"db-copy-\d+")]
    public async Task A_new_tier_that_does_not_work_leaves_the_old_one_serving_and_says_why(string tier, string program, string reason)
    {
        await using var traffic = new SteadyTraffic(lamp.Site);
        await BreakAsync(tier, program);
        try
        {
            var (code, output) = await copies.RunAsync("tier", tier, "copy");
            log.WriteLine(output);
            Assert.NotEqual(0, code);
            Assert.Contains($"evolve: {tier} is not copy, {tier}-container-1 goes on serving: ", output);
            Assert.Contains("last words of the broken one", output);
            Assert.Matches(reason, output.Split('\n').Single(line => line.StartsWith("evolve: ", StringComparison.Ordinal)));
            await Servers.AssertAloneAsync(tier, "container");
        }
        finally
        {
            await LampFixture.DockerAsync("tag", $"evolve/{tier}:copy-kept", $"evolve/{tier}:copy");
            await LampFixture.DockerAsync("rmi", $"evolve/{tier}:copy-kept");
        }

        await traffic.AssertNothingIsLostAsync();
        Assert.Empty(traffic.Failures);
        await copies.SucceedAsync("tier", tier, "copy");
    }

    [Fact]
    public async Task Reset_brings_everything_back_at_once_and_twice_is_once()
    {
        await using var traffic = new SteadyTraffic(lamp.Site);
        foreach (var tier in CutoverPlanner.Tiers)
        {
            await copies.SucceedAsync("tier", tier, "copy");
        }

        await copies.SucceedAsync("reset");
        foreach (var tier in CutoverPlanner.Tiers)
        {
            await Servers.AssertAloneAsync(tier, "container");
        }

        await traffic.AssertNothingIsLostAsync();
        Assert.Empty(traffic.Failures);
        Assert.DoesNotContain("docker ", await copies.SucceedAsync("reset"));
    }

    [Fact]
    public async Task A_former_primary_starts_read_only()
    {
        await copies.SucceedAsync("tier", "db", "copy");
        await LampFixture.DockerAsync("start", "db-container-1");
        await LampFixture.UntilHealthAsync("db-container-1", "healthy");
        Assert.Equal("replica", await LampFixture.DockerAsync("exec", "db-container-1", "role"));
        await copies.SucceedAsync("tier", "db", "copy");
        await Servers.AssertAloneAsync("db", "copy");
    }

    public Task DisposeAsync() => lamp.UntilWholeAsync();

    private static async Task BreakAsync(string tier, string program)
    {
        await LampFixture.DockerAsync("tag", $"evolve/{tier}:copy", $"evolve/{tier}:copy-kept");
        var folder = Directory.CreateTempSubdirectory("evolve-broken-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "Dockerfile"),
            $"FROM evolve/{tier}:copy-kept\nENTRYPOINT [\"sh\", \"-c\", \"echo last words of the broken one; {program}\"]\n");
        await LampFixture.DockerAsync("build", "-q", "-t", $"evolve/{tier}:copy", folder);
        Directory.Delete(folder, recursive: true);
    }
}
