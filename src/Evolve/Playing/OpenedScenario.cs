using Evolve.Player.Logging;
using Evolve.Player.Playing;
using Evolve.Player.Trusting;
using Evolve.Player.Workspaces;
using Evolve.Scenarios.Model;

namespace Evolve.Playing;

/// <summary>A scenario that was read, and all that playing it takes.</summary>
/// <param name="Scenario">What is played.</param>
/// <param name="Options">What the player is given.</param>
/// <param name="Workspace">Where its steps run.</param>
/// <param name="Trust">What the user has agreed to.</param>
/// <param name="Log">What happened.</param>
internal sealed record OpenedScenario(
    Scenario Scenario, PlayerOptions Options, Workspace Workspace, TrustStore Trust, RunLog Log) : IAsyncDisposable
{
    /// <summary>What writes the deployment's changes into the log, or null.</summary>
    public DeploymentLog? Deployment { get; init; }

    /// <summary>Whether its steps run for real, on an engine.</summary>
    public bool RunsOnEngine => Options.ReplayReason is null && Scenario.FrontMatter.Requires.Contains(Requirement.Engine);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Deployment?.Dispose();
        Log.Dispose();
        Workspace.Dispose();
        try
        {
            Options.Recording?.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"What was recorded cannot be kept, and what was there before has stayed: {exception.Message}", exception);
        }

        return ValueTask.CompletedTask;
    }
}
