using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Evolve.Lamp.Traffic;
using Xunit;

namespace Evolve.EndToEnd.Site;

/// <summary>Traffic against the real site: what it reports when nothing happens, when php dies, when it dies itself, and when a write is lost.</summary>
[Collection(OneDeployment.Name)]
public sealed class TrafficSpecs(LampFixture lamp) : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-traffic-").FullName;

    private string Ledger => Path.Combine(_folder, "ledger");

    public Task InitializeAsync() => lamp.UntilWholeAsync();

    [Fact]
    public async Task A_site_that_is_left_alone_fails_nobody_and_loses_nothing()
    {
        var (code, report) = await EndAsync(Start("--duration", "4s", "--rate", "30", "--writes", "50"));
        Assert.Equal(0, code);
        Assert.True((bool)report["good"]!, $"{report}");
        Assert.Equal(120, (int)report["requests"]!);
        Assert.Equal((60, 0, 0, 0), ((int)report["acknowledged"]!, (int)report["failed"]!, (int)report["missing"]!, (int)report["doubled"]!));
        Assert.Equal("60", await LampFixture.SqlAsync($"SELECT COUNT(*) FROM numbered_write WHERE client = '{report["client"]}'"));
    }

    [Fact]
    public async Task Killing_php_fails_requests_and_loses_no_write()
    {
        using var traffic = Start("--duration", "12s", "--rate", "20", "--writes", "50");
        using var visitor = new Visitor(lamp.Site);
        await UntilAcknowledgedAsync(10);
        await LampFixture.DockerAsync("kill", "php-container-1");

        // A php that is back at once fails nobody: until the edge has given it up, it lets requests wait.
        await LampFixture.UntilAsync(
            async () => (await visitor.GetAsync()).Status == HttpStatusCode.ServiceUnavailable, "visitors are told that php is away");
        await LampFixture.DockerAsync("start", "php-container-1");
        var (code, report) = await EndAsync(traffic);
        Assert.Equal(1, code);
        Assert.False((bool)report["good"]!);
        Assert.True((int)report["failed"]! > 0, $"{report}");
        Assert.Equal((int)report["failed"]!, report["failures"]!.AsObject().Sum(failure => (int)failure.Value!));
        Assert.Equal((0, 0, 0), ((int)report["missing"]!, (int)report["missingAtWorst"]!, (int)report["doubled"]!));
    }

    [Fact]
    public async Task Traffic_that_is_killed_leaves_a_ledger_that_is_audited_to_the_last_write()
    {
        using (var traffic = Start("--rate", "100", "--writes", "100"))
        {
            await UntilAcknowledgedAsync(150);
            traffic.Kill();
            await traffic.WaitForExitAsync();
        }

        var promised = LedgerContents.Read(Ledger);
        var (code, report) = await AuditAsync();
        Assert.Equal(0, code);
        Assert.Equal((promised.Numbers.Length, 0, 0), ((int)report["acknowledged"]!, (int)report["missing"]!, (int)report["doubled"]!));

        await LampFixture.SqlAsync($"DELETE FROM numbered_write WHERE client = '{promised.Client}' AND sequence IN ({promised.Numbers[3]}, {promised.Numbers[^1]})");
        (code, report) = await AuditAsync();
        Assert.Equal(1, code);
        Assert.Equal(2, (int)report["missing"]!);
    }

    [Fact]
    public async Task A_write_that_is_lost_while_traffic_flows_is_told()
    {
        using var traffic = Start("--duration", "6s", "--rate", "20", "--writes", "50");
        await UntilAcknowledgedAsync(10);
        var promised = LedgerContents.Read(Ledger);
        await LampFixture.SqlAsync($"DELETE FROM numbered_write WHERE client = '{promised.Client}' AND sequence = {promised.Numbers[0]}");
        var (code, report) = await EndAsync(traffic);
        Assert.Equal(1, code);
        Assert.Equal((1, 0, 0), ((int)report["missing"]!, (int)report["doubled"]!, (int)report["failed"]!));
    }

    [Fact]
    public async Task Traffic_that_is_interrupted_still_reports()
    {
        using var traffic = Start("--rate", "20", "--writes", "50");
        await UntilAcknowledgedAsync(5);
        await LampFixture.RunAsync("kill", "-INT", $"{traffic.Id}");
        var (code, report) = await EndAsync(traffic);
        Assert.Equal(0, code);
        Assert.True((bool)report["audited"]!);
        Assert.True((int)report["acknowledged"]! >= 5);
    }

    [Fact]
    public async Task Without_a_site_every_request_fails_and_that_is_no_success()
    {
        var (code, output) = await LampFixture.RunAsync(
            LampFixture.Executable, "traffic", "--url", "http://127.0.0.1:1/", "--duration", "500ms", "--rate", "10", "--ledger", Ledger);
        Assert.Equal(1, code);
        Assert.Contains("\"connection refused\": 5", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_scoreboard_measures_what_runs()
    {
        var (code, output) = await LampFixture.RunAsync(LampFixture.Executable, "measure", "--json", "--port", $"{lamp.Site.Port}");
        Assert.True(code == 0, output);
        var rows = JsonNode.Parse(output)!["rows"]!.AsArray();
        foreach (var tier in new[] { "web", "php", "db" })
        {
            var scores = rows.Single(row => $"{row!["tier"]}/{row["flavour"]}" == $"{tier}/container")!["scores"]!;
            foreach (var name in new[] { "imageBytes", "startSeconds", "memoryBytes", "answersPerSecond", "p99Seconds", "files", "executables" })
            {
                Assert.True((double?)scores[name]?["value"] > 0, $"{tier} {name}: {output}");
                Assert.False((bool)scores[name]!["recorded"]!);
            }
        }
    }

    public Task DisposeAsync() => lamp.UntilWholeAsync();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int Code, JsonNode Report)> EndAsync(Process traffic)
    {
        var error = traffic.StandardError.ReadToEndAsync();
        var output = await traffic.StandardOutput.ReadToEndAsync();
        await traffic.WaitForExitAsync();
        Assert.True(output.StartsWith('{'), $"{output}{await error}");
        return (traffic.ExitCode, JsonNode.Parse(output)!);
    }

    private async Task<(int Code, JsonNode Report)> AuditAsync()
    {
        var (code, output) = await LampFixture.RunAsync(LampFixture.Executable, "traffic", "--audit", Ledger);
        return (code, JsonNode.Parse(output)!);
    }

    private Process Start(params string[] arguments) =>
        // A test run in the background of a script has SIGINT ignored, and what it starts would inherit that.
        LampFixture.Start("env", ["--default-signal=INT", LampFixture.Executable, "traffic", "--url", $"{lamp.Site}", "--ledger", Ledger, .. arguments]);

    private Task UntilAcknowledgedAsync(int writes) => LampFixture.UntilAsync(
        () => Task.FromResult(File.Exists(Ledger) && File.ReadLines(Ledger).Count() > writes), $"{writes} acknowledged writes");
}
