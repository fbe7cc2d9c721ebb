namespace Evolve.Player.Commands;

/// <summary>Reads commands line by line and does them, one after the other: the REPL without its terminal.</summary>
/// <param name="input">The lines.</param>
/// <param name="output">What commands print.</param>
/// <param name="error">Why one could not be done.</param>
public sealed class CommandLoop(TextReader input, TextWriter output, TextWriter error)
{
    /// <summary>Written before each line is read; null writes nothing.</summary>
    public string? Prompt { get; init; }

    /// <summary>Takes each line that was typed, to remember it.</summary>
    public Action<string>? Remember { get; init; }

    /// <summary>Does what it reads until the input ends or <paramref name="isOver"/> says so.</summary>
    /// <returns>How many commands failed.</returns>
    public async Task<int> RunAsync(CommandStage stage, Func<bool> isOver, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(isOver);
        var failures = 0;
        while (!isOver() && await ReadAsync(cancellationToken) is { } line)
        {
            Remember?.Invoke(line);
            try
            {
                if (CommandParser.Parse(line, stage.Vocabulary) is { } command)
                {
                    await command.RunAsync(stage, output.WriteLine, cancellationToken);
                }
            }
            catch (CommandException exception)
            {
                failures++;
                error.WriteLine($"evolve: {exception.Message}");
            }

            output.Flush();
        }

        return failures;
    }

    private async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        if (Prompt is not null)
        {
            output.Write(Prompt);
            output.Flush();
        }

        // A terminal's line cannot be taken back from the one who reads it.
        return await Task.Run(input.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
    }
}
