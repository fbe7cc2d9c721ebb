namespace Evolve.Lamp.Evolution;

/// <summary>Runs docker commands as they are shown.</summary>
public interface IPlanShell
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The command.</param>
    /// <param name="deadline">After this it is ended, and has failed.</param>
    /// <param name="output">Told each line of both its streams, on any thread, one at a time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended by the token.</exception>
    Task<CommandOutcome> RunAsync(DockerCommand command, TimeSpan deadline, Action<string> output, CancellationToken cancellationToken);

    /// <summary>Waits until nothing runs any more that an earlier, killed process of ours had begun.</summary>
    /// <exception cref="EvolutionException">It does not end.</exception>
    Task SettleAsync(CancellationToken cancellationToken);
}

/// <summary>How a command ended.</summary>
/// <param name="IsSuccess">Whether its status was 0.</param>
/// <param name="LastWords">Its last line that is not empty, or why it was ended.</param>
public sealed record CommandOutcome(bool IsSuccess, string LastWords);
