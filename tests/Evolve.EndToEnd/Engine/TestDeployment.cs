using CliWrap;
using CliWrap.Buffered;
using Evolve.Lamp.Base;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Machine;
using Evolve.Lamp.Removal;
using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.Engine;

/// <summary>A deployment of a test's own on the real engine, removed with the test.</summary>
public sealed class TestDeployment : IAsyncLifetime, IAsyncDisposable
{
    public TestDeployment()
    {
        Endpoint = new DockerEndpointResolver(new Host()).Resolve().Endpoint
            ?? throw new InvalidOperationException("These tests need a local engine.");
        Engine = new DockerEngine(Endpoint, TimeProvider.System);
    }

    public string Id { get; } = "test" + Guid.NewGuid().ToString("N")[..12];

    /// <summary>The label of everything that the test makes.</summary>
    public string Label => $"{Labels.Deployment}={Id}";

    /// <summary>A name that nobody else has.</summary>
    public string Name(string word) => $"{Id}-{word}";

    public DockerEndpoint Endpoint { get; }

    public DockerEngine Engine { get; }

    public string BaseName { get; } = BaseImage.ReadName(Repository.PathOf("assets"));

    public async Task InitializeAsync()
    {
        // Left on the engine as the app leaves it: the next test, and the talk, start from it.
        await new BaseImage(Engine, BaseName, "shared-by-tests", new AptMirror(new Host()), TimeProvider.System).EnsureAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await new Cleaner(Engine).CleanAsync(Id);
        Engine.Dispose();
    }

    /// <summary>Runs a docker command that must succeed; its output without the last line's end.</summary>
    public async Task<string> DockerAsync(params string[] arguments)
    {
        var result = await Command(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(result.IsSuccess, $"docker {string.Join(' ', arguments)}: {result.StandardError}");
        return result.StandardOutput.Trim();
    }

    /// <summary>Whether the engine knows an object of a kind.</summary>
    public async Task<bool> ExistsAsync(string kind, string name) =>
        (await Command(kind, "inspect", name).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync()).IsSuccess;

    /// <summary>Builds an image from the text of a Dockerfile, without a context; what the builder printed.</summary>
    public async Task<string> BuildAsync(string name, string dockerfile) =>
        (await Command("build", "--tag", name, "--build-arg", $"EVOLVE_DEPLOYMENT={Id}", "-")
            .WithStandardInputPipe(PipeSource.FromString(dockerfile))
            .ExecuteBufferedAsync()).StandardOutput;

    public Command Command(params string[] arguments) => Cli.Wrap("docker")
        .WithArguments(arguments)
        .WithEnvironmentVariables(Endpoint.Environment.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
}
