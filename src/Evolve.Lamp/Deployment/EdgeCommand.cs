using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CliWrap;

namespace Evolve.Lamp.Deployment;

/// <summary>Asks the edge which container serves, by the command that an attendee can type: <c>docker exec edge tier show</c>.</summary>
/// <param name="variables">What says to <c>docker</c> where the engine is.</param>
/// <param name="time">The clock of the deadline.</param>
public sealed class EdgeCommand(IReadOnlyDictionary<string, string> variables, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What it says now; null when it does not, as while it starts or goes.</summary>
    public async Task<ImmutableArray<EdgeServer>?> AskAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var answer = new StringBuilder();
        try
        {
            // In a session of its own: Ctrl-C in the terminal is for the app, not for a question of ours.
            var result = await Cli.Wrap("setsid")
                .WithArguments(["--wait", .. EdgeServer.Question.Split(' ')])
                .WithEnvironmentVariables(variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value))
                .WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(PipeTarget.ToStringBuilder(answer))
                .ExecuteAsync(both.Token);
            return result.ExitCode == 0 ? EdgeServer.Read(answer.ToString()) : null;
        }
        catch (Exception exception) when (exception is JsonException or System.ComponentModel.Win32Exception
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It talks nonsense, there is no `docker` on this machine, or it is late: nobody can be marked then.
            return null;
        }
    }
}
