using CliWrap;
using CliWrap.Buffered;
using Evolve.EndToEnd.Engine;
using Evolve.Lamp.Base;
using Evolve.Lamp.Machine;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.Guests;

/// <summary>The runner's image, built from the assets under a name of the tests' own, and guests that run in it.</summary>
public sealed class RunnerImage : IAsyncLifetime
{
    /// <summary>What every guest's container is started with.</summary>
    public static readonly string[] Locked = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];

    /// <summary>Owns what the tests make.</summary>
    public TestDeployment Deployment { get; } = new();

    /// <summary>The image's name.</summary>
    public string Name => Deployment.Name("runner");

    /// <summary>The name of an image for a guest that has a network and forwards port 7000.</summary>
    public string Networked => Deployment.Name("guest");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await Deployment.InitializeAsync();
        var mirror = new AptMirror(new Host()).FindForBuilds();
        var assets = Repository.PathOf("assets");
        await Deployment.DockerAsync(
            ["build", "--quiet", "--tag", Name, "--build-arg", $"EVOLVE_DEPLOYMENT={Deployment.Id}",
                .. mirror is null ? Array.Empty<string>() : ["--build-arg", $"EVOLVE_APT_MIRROR={mirror}"],
                "--file", Path.Combine(assets, "runner", "Dockerfile"), assets]);
        await BuildNetworkedAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Deployment.DisposeAsync();

    /// <summary>Runs the probe guest in the foreground, to its end.</summary>
    public async Task<(int Code, string Output)> RunProbeAsync(string todo, params string[] options)
    {
        var result = await Deployment.Command(["run", "--rm", .. Probe(todo), .. options, Name])
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        return (result.ExitCode, result.StandardOutput + result.StandardError);
    }

    /// <summary>Starts the probe guest in the background and waits for its ready line; returns the container's name.</summary>
    public async Task<string> StartProbeAsync(string todo, params string[] options)
    {
        var name = Deployment.Name("probe" + Guid.NewGuid().ToString("N")[..6]);
        await Deployment.DockerAsync(["run", "--detach", "--name", name, .. Probe(todo), .. options, Name]);
        await UntilLogAsync(name, "runner: ready ");
        return name;
    }

    /// <summary>A container's whole log.</summary>
    public async Task<string> LogAsync(string container)
    {
        var result = await Deployment.Command("logs", container).ExecuteBufferedAsync();
        return result.StandardOutput + result.StandardError;
    }

    /// <summary>Waits until the log holds the text.</summary>
    public Task UntilLogAsync(string container, string text) => Site.LampFixture.UntilAsync(
        async () => (await LogAsync(container)).Contains(text, StringComparison.Ordinal), $"the log of {container} holds: {text}");

    private string[] Probe(string todo) =>
        ["--label", Deployment.Label, .. Locked, "-e", "RUNNER_CONF=/probe/guest.conf", "-e", $"PROBE={todo}"];

    // As the guide for authors says: a few files on top of the runner.
    private async Task BuildNetworkedAsync()
    {
        var context = Directory.CreateTempSubdirectory("evolve-guest-image-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(context, "guest.conf"), "kernel = /probe/kernel\nmemory = 8M\nport = 7000\n");
            await File.WriteAllTextAsync(
                Path.Combine(context, "Dockerfile"), $"FROM {Name}\nLABEL {Deployment.Label}\nCOPY guest.conf /guest/\n");
            await Deployment.DockerAsync("build", "--quiet", "--tag", Networked, context);
        }
        finally
        {
            Directory.Delete(context, recursive: true);
        }
    }
}
