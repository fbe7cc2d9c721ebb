using System.Diagnostics;
using Evolve.EndToEnd.Site;
using Evolve.Lamp.Base;
using Evolve.Lamp.Machine;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.Evolving;

/// <summary>
/// An Evolve whose tiers have a second flavour, <c>copy</c>: the container under another name, so that a tier can move
/// there and back.
/// </summary>
public sealed class CopyFlavours : IAsyncLifetime
{
    private static readonly string[] Tiers = ["web", "php", "db"];
    private readonly string _folder = Repository.PathOf("artifacts", "evolving");

    /// <summary>The program that knows them.</summary>
    public string Executable => Path.Combine(_folder, "app", "evolve");

    /// <summary>Whether the last test left every tier where it belongs: then the next has nothing to tidy up.</summary>
    public bool IsAtRest { get; set; }

    /// <summary>Runs it.</summary>
    public Task<(int Code, string Output)> RunAsync(params string[] arguments) => LampFixture.RunAsync(Executable, arguments);

    /// <summary>Runs it, and fails the test when it does not succeed.</summary>
    public Task<string> SucceedAsync(params string[] arguments) => LampFixture.SucceedAsync(Executable, arguments);

    /// <summary>Begins to run it; the output can be read while it runs.</summary>
    public Process Start(params string[] arguments) => LampFixture.Start(Executable, arguments);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        Remove();
        Directory.CreateDirectory(_folder);
        await ShellAsync($"cp -a {Repository.PathOf("assets")} {Repository.PathOf("scenarios")} {_folder} && cp -al {Repository.PathOf("artifacts", "app")} {_folder}");
        var deployment = await LampFixture.DockerAsync("inspect", "-f", "{{index .Config.Labels \"dev.evolve.deployment\"}}", "edge");
        foreach (var tier in Tiers)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, "assets", tier, "copy")).FullName;
            File.Copy(Path.Combine(_folder, "assets", tier, "container", "flavour.yaml"), Path.Combine(folder, "flavour.yaml"));
            await File.WriteAllTextAsync(
                Path.Combine(folder, "Dockerfile"), $"FROM evolve/{tier}:container\nLABEL dev.evolve.deployment={deployment} dev.evolve.tier={tier} dev.evolve.flavour=copy\n");
            await LampFixture.DockerAsync("build", "-q", "-t", $"evolve/{tier}:copy", folder);
        }

        await ShellAsync(
            $"docker build -q -t evolve/db-helper:container --build-arg EVOLVE_DEPLOYMENT={deployment} --build-arg EVOLVE_APT_MIRROR={Mirror()} "
            + $"-f {_folder}/assets/db-helper/Dockerfile {_folder}/assets");
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await SucceedAsync("reset");
        Remove();
    }

    private void Remove()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    /// <summary>What the builds of the scenario ask: the mirror of this machine's own apt.</summary>
    private static string Mirror() => new AptMirror(new Host()).FindForBuilds()?.ToString() ?? "";

    private static async Task ShellAsync(string command)
    {
        var (code, output) = await LampFixture.RunAsync("bash", "-euc", command);
        Assert.True(code == 0, $"{command}:\n{output}");
    }
}
