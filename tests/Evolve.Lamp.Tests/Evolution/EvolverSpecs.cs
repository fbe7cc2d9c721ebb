using Evolve.Lamp.Deployment;
using Evolve.Lamp.Evolution;

namespace Evolve.Lamp.Tests.Evolution;

/// <summary>What happens when a command of a plan fails.</summary>
public sealed class EvolverSpecs
{
    private readonly ModelSite _site = new();

    [Theory]
    [InlineData("web")]
    [InlineData("php")]
    [InlineData("db")]
    public async Task A_new_one_that_does_not_answer_leaves_the_old_one_serving_and_says_why(string tier)
    {
        _site.Broken.Add("copy");
        var error = await Assert.ThrowsAsync<EvolutionException>(() => EvolveAsync(tier, "copy"));
        Assert.Equal($"{tier} is not copy, {tier}-container-1 goes on serving: {tier}-copy-1 did not answer within 30 s; what was tried is above.", error.Message);
        Assert.Contains($"docker logs --tail 10 {tier}-copy-1", _site.Run);
        Assert.False(_site.Has($"{tier}-copy-1"));
        AssertOldServes(tier);
    }

    [Fact]
    public async Task One_that_was_kept_of_an_older_image_has_no_part_in_a_failure()
    {
        await EvolveAsync("php", "copy");
        await EvolveAsync("php", "container");
        _site["php-copy-1"].ImageId = "an older one";
        _site.Broken.Add("copy");
        await Assert.ThrowsAsync<EvolutionException>(() => EvolveAsync("php", "copy"));
        Assert.Contains("docker logs --tail 10 php-copy-2", _site.Run);
        Assert.DoesNotContain("docker logs --tail 10 php-copy-1", _site.Run);
        Assert.True(_site.Has("php-copy-1"));
        Assert.False(_site.Has("php-copy-2"));
    }

    [Fact]
    public async Task A_kept_one_that_fails_is_stopped_and_kept()
    {
        await EvolveAsync("php", "copy");
        _site.Broken.Add("container");
        await Assert.ThrowsAsync<EvolutionException>(() => EvolveAsync("php", "container"));
        Assert.Equal(ContainerState.Exited, _site["php-container-1"].State);
        Assert.Equal(EdgeRole.Serves, _site["php-copy-1"].Role);
    }

    [Theory]
    [InlineData("docker run -d --name db-copy-1")]
    [InlineData("docker exec edge tier wait")]
    [InlineData("docker run -d --name db-helper")]
    [InlineData("docker exec db-helper database follow")]
    [InlineData("docker exec edge tier pause")]
    [InlineData("docker exec db-helper database promote")]
    public async Task A_database_that_cannot_take_over_leaves_the_old_one_taking_writes(string command)
    {
        _site.Fault = line => line.StartsWith(command, StringComparison.Ordinal) ? "out of luck" : null;
        var error = await Assert.ThrowsAsync<EvolutionException>(() => EvolveAsync("db", "copy"));
        Assert.Equal("db is not copy, db-container-1 goes on serving: out of luck; what was tried is above.", error.Message);
        AssertOldServes("db");
        Assert.True(_site["db-container-1"].TakesWrites);
        Assert.False(_site.IsPaused);
        Assert.Null(_site.Helper);
    }

    [Fact]
    public async Task A_promotion_that_breaks_off_after_the_old_one_gave_up_is_taken_back()
    {
        _site.Fault = line =>
        {
            if (!line.Contains("promote db-copy-1", StringComparison.Ordinal))
            {
                return null;
            }

            _site["db-container-1"].TakesWrites = false;
            _site.Kill("db-copy-1");
            return "killed";
        };
        await Assert.ThrowsAsync<EvolutionException>(() => EvolveAsync("db", "copy"));
        Assert.True(_site["db-container-1"].TakesWrites);
        AssertOldServes("db");
    }

    [Fact]
    public async Task A_promotion_that_succeeded_unheard_goes_on()
    {
        var isFirst = true;
        _site.Fault = line =>
        {
            if (!isFirst || !line.Contains("promote db-copy-1", StringComparison.Ordinal))
            {
                return null;
            }

            isFirst = false;
            _site.Apply(new DockerCommand(line));
            return "the connection was lost";
        };
        Assert.True(await EvolveAsync("db", "copy"));
        Assert.Equal(EdgeRole.Serves, _site["db-copy-1"].Role);
        Assert.Equal(_site.Acknowledged, _site["db-copy-1"].Writes);
    }

    [Fact]
    public async Task An_edge_that_is_killed_on_the_way_is_started_and_the_way_goes_on()
    {
        var isFirst = true;
        _site.Fault = line =>
        {
            if (isFirst && line.Contains("tier use", StringComparison.Ordinal))
            {
                isFirst = false;
                _site.Kill("edge");
                return "Container edge is not running";
            }

            return null;
        };
        Assert.True(await EvolveAsync("php", "copy"));
        Assert.Equal(EdgeRole.Serves, _site["php-copy-1"].Role);
    }

    [Fact]
    public async Task A_trouble_that_stays_is_told_and_not_tried_for_ever()
    {
        _site.Fault = line => line.Contains("tier drain", StringComparison.Ordinal) ? "no" : null;
        var error = await Assert.ThrowsAsync<EvolutionException>(() => EvolveAsync("php", "copy"));
        Assert.Equal("php is not copy yet: no", error.Message);
        Assert.Equal(2, _site.Run.Count(line => line.Contains("tier drain", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Who_breaks_off_before_the_connections_wait_stops_there()
    {
        using var end = new CancellationTokenSource();
        _site.Fault = line =>
        {
            if (line.Contains("tier add", StringComparison.Ordinal))
            {
                end.Cancel();
            }

            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EvolveAsync("db", "copy", end.Token));
        Assert.DoesNotContain(_site.Run, line => line.Contains("pause", StringComparison.Ordinal));
        AssertOldServesStill();
    }

    [Fact]
    public async Task Who_breaks_off_while_connections_wait_gets_the_switch_all_the_same()
    {
        using var end = new CancellationTokenSource();
        _site.Fault = line =>
        {
            if (line.Contains("tier pause", StringComparison.Ordinal))
            {
                end.Cancel();
            }

            return null;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EvolveAsync("db", "copy", end.Token));
        Assert.Equal(EdgeRole.Serves, _site["db-copy-1"].Role);
        Assert.False(_site.IsPaused);
    }

    private Task<bool> EvolveAsync(string tier, string flavour, CancellationToken cancellationToken = default) =>
        new Evolver(_site, _site, TimeProvider.System, new Progress<PlanEvent>()).EvolveAsync(ModelSite.Flavour(tier, flavour), cancellationToken);

    private void AssertOldServes(string tier)
    {
        Assert.Equal(EdgeRole.Serves, _site[$"{tier}-container-1"].Role);
        Assert.True(_site[$"{tier}-container-1"].IsRunning);
        Assert.Single(_site.Read().Of(tier), server => server.Role != EdgeRole.Unknown);
    }

    private void AssertOldServesStill() => Assert.Equal(EdgeRole.Serves, _site["db-container-1"].Role);
}
