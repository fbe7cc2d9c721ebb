namespace Evolve.Player.Playing;

/// <summary>Waits for moments.</summary>
public static class PlayerWaiting
{
    /// <summary>The first state, from the present one on, for which a condition holds.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled first.</exception>
    /// <exception cref="InvalidOperationException">The player ended first.</exception>
    public static async Task<PlayerState> WhenAsync(
        this ScenarioPlayer player, Func<PlayerState, bool> condition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(condition);
        var found = new TaskCompletionSource<PlayerState>(TaskCreationOptions.RunContinuationsAsynchronously);
        player.Changed += Look;
        try
        {
            Look();
            if (await Task.WhenAny(found.Task, player.Completion).WaitAsync(cancellationToken) == player.Completion && !found.Task.IsCompleted)
            {
                await player.Completion;
                throw new InvalidOperationException("The player has ended.");
            }

            return await found.Task;
        }
        finally
        {
            player.Changed -= Look;
        }

        void Look()
        {
            var state = player.State;
            if (condition(state))
            {
                found.TrySetResult(state);
            }
        }
    }
}
