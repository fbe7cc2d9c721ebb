using Evolve.Lamp.Deployment;
using Evolve.Player.Logging;
using Evolve.Scenarios.Model;

namespace Evolve.Playing;

/// <summary>Writes what becomes of the deployment into the run log while a scenario is played without the app.</summary>
internal sealed class DeploymentWatch : IAsyncDisposable
{
    private readonly DeploymentWatcher? _watcher;
    private readonly DeploymentLog? _log;

    /// <summary>Begins; does nothing for a scenario that needs no engine.</summary>
    public DeploymentWatch(Backstage backstage, OpenedScenario opened)
    {
        if (!opened.Scenario.FrontMatter.Requires.Contains(Requirement.Engine) || backstage.CreateWatcher() is not { } watcher)
        {
            return;
        }

        _watcher = watcher;
        _log = new DeploymentLog(watcher, opened.Log);

        // Who serves is only asked for somebody who looks: a report will.
        watcher.WantsStats = true;
        watcher.Start();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _log?.Dispose();
        if (_watcher is not null)
        {
            await _watcher.DisposeAsync();
        }
    }
}
