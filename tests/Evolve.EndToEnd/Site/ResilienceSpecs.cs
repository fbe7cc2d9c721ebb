using System.Diagnostics;
using System.Net;
using Xunit;

namespace Evolve.EndToEnd.Site;

/// <summary>What a visitor sees while a tier is away, and what is left afterwards.</summary>
[Collection(OneDeployment.Name)]
public sealed class ResilienceSpecs(LampFixture lamp) : IAsyncLifetime, IDisposable
{
    private readonly Visitor _visitor = new(lamp.Site);

    public Task InitializeAsync() => lamp.UntilWholeAsync();

    [Theory]
    [InlineData("web-container-1")]
    [InlineData("php-container-1")]
    [InlineData("db-container-1")]
    [InlineData("edge")]
    public async Task What_was_written_survives_a_kill_of_any_container(string container)
    {
        var words = $"before {container} was killed, {Guid.NewGuid()}";
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SignAsync("Ada", words)).Status);
        await LampFixture.DockerAsync("kill", container);
        await LampFixture.DockerAsync("start", container);
        await lamp.UntilWholeAsync();
        Assert.Contains(words, (await _visitor.GetAsync()).Body);
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SignAsync("Ada", "and after")).Status);
    }

    [Theory]
    [InlineData("web-container-1")]
    [InlineData("php-container-1")]
    public async Task While_a_tier_is_away_a_friendly_page_says_so(string container)
    {
        await LampFixture.DockerAsync("stop", container);
        try
        {
            var answer = await _visitor.GetAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Contains("Back in a moment", answer.Body);

            // A browser that kept it would show it after the tier has come back.
            Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        }
        finally
        {
            await LampFixture.DockerAsync("start", container);
        }
    }

    [Fact]
    public async Task While_the_database_is_away_a_form_keeps_its_words_and_works_later()
    {
        var form = await _visitor.FetchFormAsync();
        await LampFixture.DockerAsync("stop", "db-container-1");
        try
        {
            var answer = await _visitor.SendAsync(form, "Patient", "words to keep");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Contains("words to keep", answer.Body);
            Assert.Contains(form.Key, answer.Body);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _visitor.GetAsync("api/status.json")).Status);
        }
        finally
        {
            await LampFixture.DockerAsync("start", "db-container-1");
        }

        await lamp.UntilWholeAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SendAsync(form, "Patient", "words to keep")).Status);
    }

    [Fact]
    public async Task A_form_outlives_a_restart_of_the_php_tier()
    {
        var form = await _visitor.FetchFormAsync();
        await LampFixture.DockerAsync("restart", "php-container-1");
        await lamp.UntilWholeAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SendAsync(form, "Ada", "typed before the restart")).Status);
    }

    [Fact]
    public async Task A_database_that_was_told_to_be_a_replica_stays_read_only_after_a_restart()
    {
        await LampFixture.DockerAsync("exec", "db-container-1", "role", "replica");
        try
        {
            await LampFixture.DockerAsync("restart", "db-container-1");
            await lamp.UntilWholeAsync();
            Assert.Equal("replica", await LampFixture.DockerAsync("exec", "db-container-1", "role"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _visitor.SignAsync("Ada", "to a replica")).Status);
        }
        finally
        {
            await LampFixture.DockerAsync("exec", "db-container-1", "role", "primary");
        }

        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SignAsync("Ada", "to a primary")).Status);
    }

    // A stopped process keeps its port open: only an answer tells. Process 1 of a container cannot be stopped from within.
    [Theory]
    [InlineData("edge", false)]
    [InlineData("web-container-1", false)]
    [InlineData("php-container-1", false)]
    [InlineData("db-container-1", true)]
    public async Task Health_goes_when_the_tier_stops_answering_and_comes_back(string container, bool isOneProcess)
    {
        await LampFixture.UntilHealthAsync(container, "healthy");
        await SignalAsync("STOP");
        try
        {
            await LampFixture.UntilHealthAsync(container, "unhealthy");
        }
        finally
        {
            await SignalAsync("CONT");
        }

        await LampFixture.UntilHealthAsync(container, "healthy");

        Task SignalAsync(string signal) => isOneProcess
            ? LampFixture.DockerAsync("kill", "-s", signal, container)
            : LampFixture.DockerAsync("exec", container, "bash", "-c", $"kill -{signal} -1");
    }

    // A hung tier keeps its connections: the hop before it gives up in time to say so.
    [Theory]
    [InlineData("php-container-1", "Back in a moment")]
    [InlineData("db-container-1", "The database is away")]
    public async Task A_tier_that_hangs_becomes_a_sentence(string container, string sentence)
    {
        await LampFixture.DockerAsync("pause", container);
        try
        {
            var answer = await _visitor.GetAsync();
            Assert.True(answer.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout, $"{answer.Status}");
            Assert.Contains(sentence, answer.Body);
        }
        finally
        {
            await LampFixture.DockerAsync("unpause", container);
        }

        await lamp.UntilWholeAsync();
        Assert.Equal("0", await LampFixture.DockerAsync("exec", "edge", "bash", "-c", "tier show --json | grep -o 'sessions\":[^0]' | wc -l"));
    }

    [Fact]
    public async Task A_visitor_waits_while_the_edge_holds_the_way_to_the_database_back()
    {
        await LampFixture.DockerAsync("exec", "edge", "tier", "pause", "db", "20");
        var page = _visitor.GetAsync();
        var (code, output) = await LampFixture.RunAsync("docker", "exec", "edge", "tier", "show");
        Assert.True(code == 0, output);
        Assert.False(page.IsCompleted);
        await LampFixture.DockerAsync("exec", "edge", "tier", "resume", "db");
        Assert.Equal(HttpStatusCode.OK, (await page).Status);
    }

    // Who asked for the pause may have been killed since.
    [Fact]
    public async Task The_edge_holds_a_way_back_for_two_seconds_at_most()
    {
        await LampFixture.DockerAsync("exec", "edge", "tier", "pause", "db");
        var clock = Stopwatch.StartNew();
        Assert.Equal(HttpStatusCode.OK, (await _visitor.GetAsync()).Status);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 2.5);
    }

    public Task DisposeAsync() => lamp.UntilWholeAsync();

    public void Dispose() => _visitor.Dispose();
}
