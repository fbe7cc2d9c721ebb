using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Removal;

namespace Evolve.Playing;

/// <summary>Holds the engine's deployment while a scenario that changes it is played, and removes it when asked.</summary>
internal sealed class DeploymentKeeper(DockerEngine engine, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private DeploymentHolder? _held;

    /// <summary>Takes the deployment for what is played under this title.</summary>
    /// <exception cref="UserException">Somebody else holds it, or the engine does not answer.</exception>
    public async Task HoldAsync(string title, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_held is not null)
            {
                _held.Title = title;
                return;
            }

            var id = (await engine.GetInfoAsync(cancellationToken)).Id;
            var hold = await DeploymentHolder.TryHoldAsync(id, title, time, cancellationToken);
            _held = hold.Held ?? throw new UserException(
                $"{hold.Holder!.Sentence} Quit it first, or play a scenario that needs no engine; nothing was touched.");
        }
        catch (EngineException exception)
        {
            throw new UserException(exception.Message, exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Removes a deployment.</summary>
    /// <param name="deploymentId">Its id; or null for every deployment that there is, other users' too.</param>
    /// <param name="progress">Told of each object when it is gone.</param>
    /// <param name="cache">What becomes of build stages that every deployment shares.</param>
    /// <param name="cancellationToken">Gives up between two objects.</param>
    /// <exception cref="UserException">Somebody else holds it, or the engine does not answer.</exception>
    public async Task<CleanReport> CleanAsync(
        string? deploymentId, IProgress<CleanedObject>? progress, SharedCache cache, CancellationToken cancellationToken)
    {
        await HoldAsync("clean", cancellationToken);
        try
        {
            return await new Cleaner(engine).CleanAsync(deploymentId, progress, cache, cancellationToken);
        }
        catch (EngineException exception)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_held is not null)
        {
            await _held.DisposeAsync();
        }

        _gate.Dispose();
    }
}
