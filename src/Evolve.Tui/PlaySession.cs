using Evolve.Player.Playing;
using Evolve.Player.Progress;
using Evolve.Player.Recordings;

namespace Evolve.Tui;

/// <summary>A scenario that is being played, with what belongs to it.</summary>
public sealed class PlaySession : IAsyncDisposable
{
    private readonly IDisposable? _watcher;
    private readonly IAsyncDisposable? _ground;

    /// <summary>Puts a session together.</summary>
    /// <param name="player">Plays it.</param>
    /// <param name="watcher">What reloads it; ends before the player.</param>
    /// <param name="ground">What its steps stand on, such as the workspace; ends after the player.</param>
    public PlaySession(ScenarioPlayer player, IDisposable? watcher = null, IAsyncDisposable? ground = null)
    {
        Player = player;
        _watcher = watcher;
        _ground = ground;
    }

    /// <summary>Plays it.</summary>
    public ScenarioPlayer Player { get; }

    /// <summary>What has exercises checked by themselves; null when they are checked on a key alone.</summary>
    public IDisposable? Exercises { get; init; }

    /// <summary>Puts the workspace back to what was shipped; null when there is none.</summary>
    public Func<CancellationToken, Task>? ResetWorkspace { get; init; }

    /// <summary>Keeps how far the talk is; null where nothing is kept.</summary>
    public ProgressKeeper? Progress { get; init; }

    /// <summary>The deployment as this talk shows it, live or recorded; null shows the live one.</summary>
    public ReplayedDeployment? Deployment { get; init; }

    /// <summary>Traffic as this talk shows it, live or recorded; null shows none.</summary>
    public ReplayedTraffic? Traffic { get; init; }

    /// <summary>Plays recordings while the engine is gone; null where there is none to be lost.</summary>
    public SafetyNet? Net { get; init; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Net?.Dispose();
        Exercises?.Dispose();
        _watcher?.Dispose();
        if (Progress is not null)
        {
            // Before its steps are stopped: what is at work now is to be kept as such.
            await Progress.DisposeAsync();
        }

        await Player.DisposeAsync();
        if (Deployment is not null)
        {
            await Deployment.DisposeAsync();
        }

        Traffic?.Dispose();

        if (_ground is not null)
        {
            await _ground.DisposeAsync();
        }
    }
}
