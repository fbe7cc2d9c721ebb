using CliWrap;

namespace Evolve.Player.Running;

/// <summary>Runs a program without a terminal, and gives its output line by line, control sequences taken out.</summary>
internal static class ProgramOutput
{
    /// <returns>The program's exit status.</returns>
    /// <exception cref="Commands.CommandException">It could not be started.</exception>
    internal static async Task<int> RunAsync(
        string program, IEnumerable<string> arguments, StepEnvironment environment, Action<string> print, CancellationToken cancellationToken)
    {
        var gate = new Lock();
        var target = PipeTarget.ToDelegate(line =>
        {
            lock (gate)
            {
                print(Panes.PaneText.Safe(PlainText.Of(System.Text.Encoding.UTF8.GetBytes(line))));
            }
        });
        try
        {
            var result = await Cli.Wrap(program)
                .WithArguments(arguments)
                .WithWorkingDirectory(environment.WorkingDirectory)
                .WithEnvironmentVariables(environment.Variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value))
                .WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(target)
                .WithStandardErrorPipe(target)
                .ExecuteAsync(cancellationToken);
            return result.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new Commands.CommandException($"`{program}` could not be started: {exception.Message}", exception);
        }
    }
}
