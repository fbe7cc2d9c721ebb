using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Evolve.EndToEnd.Site;
using Xunit;

namespace Evolve.EndToEnd.Guests;

/// <summary>The database as a guest, and in its own files alone, with its data on a volume of its own.</summary>
[Collection(OneDeployment.Name)]
public sealed class DatabaseGuestSpecs(LampFixture lamp) : IClassFixture<GuestImages>, IAsyncLifetime, IDisposable
{
    private readonly Visitor _visitor = new(lamp.Site);
    private readonly string _volume = $"evolve-db-test-{Guid.NewGuid():N}";

    public async Task InitializeAsync() => await LampFixture.DockerAsync("volume", "create", "--label", GuestImages.Label, _volume);

    public async Task DisposeAsync() => await LampFixture.RunAsync("docker", "volume", "rm", "--force", _volume);

    [Theory]
    [InlineData("container-slim")]
    [InlineData("linux-unikernel")]
    public async Task What_was_acknowledged_survives_a_stop_and_a_power_cut(string flavour)
    {
        await using var database = await StartAsync(flavour, "-e", "EVOLVE_DB_ROLE=primary");
        await database.ServeAsync();
        Assert.Equal($"0\t{flavour}", await SqlAsync(database, "SELECT @@read_only, @@report_host"));
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SignAsync("Ada", "before the stop")).Status);

        Assert.Equal("0", (await database.StopAsync()).Status);
        await AgainAsync(database);
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SignAsync("Ada", "before the power cut")).Status);

        await LampFixture.DockerAsync("kill", database.Name);
        await AgainAsync(database);
        Assert.Equal("before the stop, before the power cut", await SqlAsync(database, "SELECT GROUP_CONCAT(message ORDER BY id SEPARATOR ', ') FROM guestbook.entry"));
        Assert.Equal("0", (await database.StopAsync()).Status);
    }

    [Theory]
    [InlineData("container-slim")]
    [InlineData("linux-unikernel")]
    public async Task A_new_server_waits_to_become_a_replica_and_has_a_number_of_its_own(string flavour)
    {
        await using var database = await StartAsync(flavour);
        await LampFixture.DockerAsync("exec", "edge", "tier", "add", "db", database.Name);
        await LampFixture.DockerAsync("exec", "edge", "tier", "wait", "db", database.Name, "60");
        Assert.Equal("1", await SqlAsync(database, "SELECT @@read_only"));
        Assert.Equal("0", await SqlAsync(database, "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = 'guestbook'"));

        var number = await SqlAsync(database, "SELECT @@server_id");
        Assert.True(uint.Parse(number, CultureInfo.InvariantCulture) > 1, number);
        Assert.NotEqual(number, await LampFixture.SqlAsync("SELECT @@server_id"));
        await LampFixture.DockerAsync("restart", "--time", "30", database.Name);
        await LampFixture.DockerAsync("exec", "edge", "tier", "wait", "db", database.Name, "60");
        Assert.Equal(number, await SqlAsync(database, "SELECT @@server_id"));
    }

    [Fact]
    public async Task A_guests_clock_is_right_and_its_disk_is_larger_than_what_it_was_made_from()
    {
        await using var database = await StartAsync("linux-unikernel");
        await LampFixture.DockerAsync("exec", "edge", "tier", "add", "db", database.Name);
        await LampFixture.DockerAsync("exec", "edge", "tier", "wait", "db", database.Name, "60");
        var time = double.Parse(await SqlAsync(database, "SELECT UNIX_TIMESTAMP(NOW(3))"), CultureInfo.InvariantCulture);
        Assert.InRange(time - DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0, -1, 1);

        // The disk in the image has 8 MB to spare.
        await SqlAsync(database, "SET sql_log_bin = 0; CREATE TABLE evolve_server.large SELECT REPEAT('x', 1000000) AS text FROM evolve_server.seq_1_to_40");
        Assert.Equal("40000000", await SqlAsync(database, "SELECT SUM(LENGTH(text)) FROM evolve_server.large"));
    }

    public void Dispose() => _visitor.Dispose();

    private static async Task AgainAsync(RunningTier database)
    {
        // The edge takes three missed checks for an end: until then it would say that a server answers which does not yet.
        await LampFixture.UntilAsync(
            async () => Regex.IsMatch(await LampFixture.DockerAsync("exec", "edge", "tier", "show"), $@"^db +{database.Name} +\w+ +down", RegexOptions.Multiline),
            $"the edge has seen that {database.Name} is down");
        await LampFixture.DockerAsync("start", database.Name);
        await LampFixture.DockerAsync("exec", "edge", "tier", "wait", "db", database.Name, "60");
    }

    // The talk's own database has a client; the guests have none.
    private static Task<string> SqlAsync(RunningTier database, string statement) => LampFixture.DockerAsync(
        "exec", "-e", $"MYSQL_PWD={LampFixture.Secrets()["EVOLVE_DB_ROOT_PASSWORD"]}", "db-container-1",
        "mariadb", "--host", database.Name, "--user", "operator", "-Ne", statement);

    private Task<RunningTier> StartAsync(string flavour, params string[] options) =>
        GuestImages.StartAsync("db", flavour, ["-v", $"{_volume}:/var/lib/mysql", .. options]);
}
