using System.Diagnostics;
using Evolve.Lamp.Deployment;
using Xunit;

namespace Evolve.EndToEnd.Engine;

public sealed class ForegroundContainerSpecs(TestDeployment deployment) : IClassFixture<TestDeployment>
{
    [Fact]
    public async Task What_a_cancelled_step_left_in_its_foreground_is_stopped_and_nothing_else()
    {
        var foreground = new ForegroundContainers(deployment.Engine, deployment.Id);
        using var older = await RunAsync("older");
        var begin = DateTimeOffset.UtcNow;
        await deployment.DockerAsync("run", "--detach", "--init", "--name", deployment.Name("background"), "--label", deployment.Label, deployment.BaseName, "sleep", "600");
        await LeaveBehindAsync("cancelled");

        Assert.Equal([deployment.Name("cancelled")], await foreground.StopAsync(begin));
        Assert.False(await IsRunningAsync("cancelled"));
        Assert.True(await IsRunningAsync("background"));
        Assert.True(await IsRunningAsync("older"));
        Assert.Empty(await foreground.StopAsync(begin));
        older.Kill();
    }

    // As cancelling a step does: the client dies, and its container runs on. A client that dies before the engine has
    // answered its request to start takes the container with it, and nothing outside tells when that was.
    private async Task LeaveBehindAsync(string word)
    {
        var until = DateTimeOffset.UtcNow.AddMinutes(1);
        do
        {
            Assert.True(DateTimeOffset.UtcNow < until, "no container outlived its client");
            using var client = await RunAsync(word);
            client.Kill();
            await client.WaitForExitAsync();
        }
        while (!await IsRunningAsync(word));
    }

    private async Task<Process> RunAsync(string word)
    {
        var start = new ProcessStartInfo(
            "docker", ["run", "--rm", "--init", "--name", deployment.Name(word), "--label", deployment.Label, deployment.BaseName, "sleep", "600"]);
        foreach (var (name, value) in deployment.Endpoint.Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;

        // Until its request to start is answered, a client that dies takes its container with it: the event comes after.
        var events = new ProcessStartInfo(
            "docker",
            ["--host", deployment.Endpoint.Host, "events", "--since", "1h", "--filter", "event=start", "--filter", "container=" + deployment.Name(word)])
        {
            RedirectStandardOutput = true,
        };
        using var watching = Process.Start(events)!;
        Assert.NotNull(await watching.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));
        watching.Kill();
        return process;
    }

    private async Task<bool> IsRunningAsync(string word) =>
        await deployment.DockerAsync("container", "ls", "--quiet", "--filter", $"name=^{deployment.Name(word)}$", "--filter", "status=running") != "";
}
