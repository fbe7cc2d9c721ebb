using System.Text.Json;
using Xunit;

namespace Evolve.EndToEnd.Site;

/// <summary>The containers as anybody can inspect them.</summary>
[Collection(OneDeployment.Name)]
public sealed class ContainerSpecs(LampFixture lamp)
{
    public static TheoryData<string> Containers => ["edge", "web-container-1", "php-container-1", "db-container-1"];

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task A_container_is_locked(string container)
    {
        var host = (await InspectAsync(container)).GetProperty("HostConfig");
        Assert.True(host.GetProperty("ReadonlyRootfs").GetBoolean());
        Assert.Equal("ALL", host.GetProperty("CapDrop")[0].GetString());
        Assert.Equal("no-new-privileges", host.GetProperty("SecurityOpt")[0].GetString());
        Assert.False(host.GetProperty("Privileged").GetBoolean());
        Assert.NotEqual("0", await LampFixture.DockerAsync("exec", container, "id", "-u"));
        Assert.Matches("CapEff:\\s+0{16}", await LampFixture.DockerAsync("exec", container, "cat", "/proc/1/status"));
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task Only_the_edge_has_a_door_and_only_from_this_machine(string container)
    {
        var ports = (await InspectAsync(container)).GetProperty("HostConfig").GetProperty("PortBindings");
        if (container == "edge")
        {
            var binding = Assert.Single(ports.EnumerateObject()).Value[0];
            Assert.Equal("127.0.0.1", binding.GetProperty("HostIp").GetString());
            Assert.Equal($"{lamp.Site.Port}", binding.GetProperty("HostPort").GetString());
        }
        else
        {
            Assert.Empty(ports.EnumerateObject());
        }
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task A_container_says_what_it_is(string container)
    {
        var labels = (await InspectAsync(container)).GetProperty("Config").GetProperty("Labels");
        Assert.Equal(container.Split('-')[0], labels.GetProperty("dev.evolve.tier").GetString());
        Assert.Equal("container", labels.GetProperty("dev.evolve.flavour").GetString());
        Assert.NotEmpty(labels.GetProperty("dev.evolve.deployment").GetString()!);
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task An_image_does_not_tell_which_mirror_built_it(string container)
    {
        var image = $"evolve/{container.Split('-')[0]}:container";
        Assert.DoesNotContain("MIRROR", await LampFixture.DockerAsync("history", "--no-trunc", image));
        Assert.DoesNotContain("://", await LampFixture.DockerAsync("history", "--no-trunc", image));
        const string Sources = "cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null; ls /tmp /var/lib/apt/lists";
        Assert.Equal(
            await LampFixture.DockerAsync("run", "--rm", "--entrypoint", "sh", "debian:trixie-slim", "-c", $"{Sources}; true"),
            await LampFixture.DockerAsync("run", "--rm", "--entrypoint", "sh", image, "-c", $"{Sources}; true"));
    }

    [Theory]
    [MemberData(nameof(Containers))]
    public async Task No_secret_is_on_a_command_line_or_in_a_log(string container)
    {
        var seen = await LampFixture.DockerAsync("top", container, "-eo", "pid,args")
            + (await LampFixture.RunAsync("docker", "logs", container)).Output
            + (await InspectAsync(container)).GetProperty("Args").GetRawText();
        Assert.All(LampFixture.Secrets().Values, secret => Assert.DoesNotContain(secret, seen));
    }

    [Fact]
    public async Task A_tier_has_only_the_secrets_that_it_needs()
    {
        Assert.DoesNotContain(await EnvironmentAsync("web-container-1"), line => line.StartsWith("EVOLVE_", StringComparison.Ordinal));
        Assert.DoesNotContain(
            await EnvironmentAsync("php-container-1"),
            line => line.Contains("ROOT", StringComparison.Ordinal) || line.Contains("REPLICATION", StringComparison.Ordinal));
        Assert.DoesNotContain(await EnvironmentAsync("db-container-1"), line => line.Contains("PASSWORD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_sites_database_user_may_read_and_add_and_nothing_else()
    {
        var grants = await LampFixture.SqlAsync("SHOW GRANTS FOR guestbook@'%'");
        Assert.Contains("GRANT SELECT, INSERT ON `guestbook`.*", grants);
        Assert.Equal(2, grants.Split('\n').Length);
        Assert.Equal("1 1 1 1", (await LampFixture.SqlAsync("SELECT @@log_bin, @@log_slave_updates, @@gtid_strict_mode, @@sync_binlog")).Replace('\t', ' '));
    }

    [Fact]
    public async Task The_edge_says_who_serves()
    {
        var servers = JsonDocument.Parse(await LampFixture.DockerAsync("exec", "edge", "tier", "show", "--json")).RootElement;
        Assert.Equal(
            ["web-container-1", "php-container-1", "db-container-1"],
            servers.EnumerateArray().Select(server => server.GetProperty("server").GetString()));
        Assert.All(servers.EnumerateArray(), server => Assert.True(server.GetProperty("serves").GetBoolean() && server.GetProperty("up").GetBoolean()));
    }

    [Theory]
    [InlineData("tier use cache nobody-1", "there is no tier cache")]
    [InlineData("tier wait php nobody-1", "nobody-1 is not known")]
    [InlineData("tier drain php nobody-1", "nobody-1 is not known")]
    [InlineData("tier use php nobody-1 1", "no container nobody-1 runs")]
    [InlineData("tier use php web-container-1 1", "web-container-1 did not answer within 1 s")]
    [InlineData("tier use php edge", "edge is no name")]
    [InlineData("tier use php php-container-1 soon", "soon is no number")]
    [InlineData("tier", "tier show")]
    public async Task A_wrong_word_to_the_edge_gets_a_sentence_and_changes_nothing(string command, string sentence)
    {
        var (code, output) = await LampFixture.RunAsync("docker", ["exec", "edge", .. command.Split(' ')]);
        Assert.NotEqual(0, code);
        Assert.Contains(sentence, output);
        await LampFixture.DockerAsync("exec", "edge", "tier", "remove", "php", "web-container-1");
        await lamp.UntilWholeAsync();
    }

    private static async Task<JsonElement> InspectAsync(string container) =>
        JsonDocument.Parse(await LampFixture.DockerAsync("inspect", container)).RootElement[0];

    // The environment of the first process's program, which is what a break-in would read.
    private static async Task<string[]> EnvironmentAsync(string container) =>
        (await LampFixture.DockerAsync("exec", container, "sh", "-c", "tr '\\0' '\\n' < /proc/1/environ")).Split('\n');
}
