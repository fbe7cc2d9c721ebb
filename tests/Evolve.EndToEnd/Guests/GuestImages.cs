using System.Diagnostics;
using Evolve.EndToEnd.Site;
using Evolve.Lamp.Base;
using Evolve.Lamp.Machine;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.Guests;

/// <summary>The images of the guests and of what they are made from, under the names that the Dockerfiles and the talk use.</summary>
public sealed class GuestImages(LampFixture lamp) : IAsyncLifetime
{
    /// <summary>The tiers.</summary>
    public static readonly string[] Tiers = ["web", "php", "db"];

    private const string Slim = "container-slim", Unikernel = "linux-unikernel";

    /// <summary>The label of the deployment that the site's tests share; its fixture cleans it away.</summary>
    public static string Label => $"dev.evolve.deployment={Id}";

    private static string Id => File.ReadAllText(Path.Combine(LampFixture.State, "evolve", "deployment")).Trim();

    /// <inheritdoc/>
    public Task InitializeAsync() => lamp.Guests.Value;

    /// <summary>Builds all of them; once is enough for one deployment.</summary>
    public static async Task BuildAllAsync()
    {
        await BuildAsync("evolve/runner", "runner");
        await BuildAsync("evolve/init", "init");
        await BuildAsync("evolve/db-helper:container", "db-helper");
        await BuildAsync("evolve/mirage", "mirage");
        foreach (var tier in CleanSlate.Tiers)
        {
            await BuildAsync($"evolve/{tier}:{CleanSlate.Flavour}", $"{tier}/{CleanSlate.Flavour}");
        }

        foreach (var tier in Tiers)
        {
            await BuildAsync($"evolve/kernel:{tier}", "kernel", "--target", tier);
            await BuildAsync($"evolve/{tier}:{Slim}", $"{tier}/{Slim}");
            await BuildAsync($"evolve/{tier}:{Unikernel}", $"{tier}/{Unikernel}");
        }
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Starts a flavour of a tier beside the others, as the talk does; it is removed with the result.</summary>
    public static async Task<RunningTier> StartAsync(string tier, string flavour, params string[] options)
    {
        var name = $"{tier}-{flavour}-{Guid.NewGuid().ToString("N")[..6]}";
        await LampFixture.DockerAsync(
            ["run", "--detach", "--name", name, "--network", "evolve", "--tmpfs", "/tmp", "--label", Label, .. RunnerImage.Locked,
                "--env-file", Path.Combine(LampFixture.State, "evolve", "secrets.env"), .. options, $"evolve/{tier}:{flavour}"]);
        return new RunningTier(tier, name);
    }

    /// <summary>Builds an image from a folder of the assets.</summary>
    public static async Task BuildAsync(string name, string folder, params string[] options)
    {
        var mirror = new AptMirror(new Host()).FindForBuilds();
        var assets = Repository.PathOf("assets");
        await LampFixture.DockerAsync(
            ["build", "--quiet", "--tag", name, "--build-arg", $"EVOLVE_DEPLOYMENT={Id}",
                .. mirror is null ? Array.Empty<string>() : ["--build-arg", $"EVOLVE_APT_MIRROR={mirror}"], .. options,
                "--file", Path.Combine(assets, folder, "Dockerfile"), assets]);
    }
}

/// <summary>A container of a tier beside those of the talk; the edge forgets it, and it goes, when it is disposed of.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Name">The container's name.</param>
public sealed record RunningTier(string Tier, string Name) : IAsyncDisposable
{
    /// <summary>Lets the edge send this one the work; waits for its first right answer.</summary>
    public Task ServeAsync() => LampFixture.DockerAsync("exec", "edge", "tier", "use", Tier, Name, "60");

    /// <summary>Lets the container of the talk serve again.</summary>
    public async Task GiveBackAsync()
    {
        await LampFixture.DockerAsync("exec", "edge", "tier", "use", Tier, $"{Tier}-container-1", "60");
        await LampFixture.DockerAsync("exec", "edge", "tier", "drain", Tier, Name, "20");
    }

    /// <summary>Stops it as Docker does, and returns its exit status and how long it took.</summary>
    public async Task<(string Status, TimeSpan Took)> StopAsync()
    {
        var clock = Stopwatch.StartNew();
        await LampFixture.DockerAsync("stop", "--time", "30", Name);
        var took = clock.Elapsed;
        return (await LampFixture.DockerAsync("inspect", "-f", "{{.State.ExitCode}}", Name), took);
    }

    /// <summary>Its whole log.</summary>
    public async Task<string> LogAsync() => (await LampFixture.RunAsync("docker", "logs", Name)).Output;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await LampFixture.RunAsync("docker", "exec", "edge", "tier", "use", Tier, $"{Tier}-container-1", "60");
        await LampFixture.RunAsync("docker", "exec", "edge", "tier", "remove", Tier, Name);
        await LampFixture.RunAsync("docker", "rm", "--force", "--volumes", Name);
    }
}
