using System.Globalization;
using CliWrap;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Evolution;

/// <summary>
/// Gives each command to a bash of its own, as a step of a scenario is given; in a session of its own, so that Ctrl-C in
/// the terminal is for us to act upon, not for a command in the middle of its work.
/// </summary>
/// <param name="variables">What the commands find in their environment, as a step of a scenario does.</param>
/// <param name="lockFile">Held by every command as long as it runs, whatever becomes of us.</param>
/// <param name="time">The clock of the deadlines.</param>
/// <param name="folder">The folder that relative paths begin at; the present one without it.</param>
public sealed class BashShell(IReadOnlyDictionary<string, string> variables, string lockFile, TimeProvider time, string folder = "") : IPlanShell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public async Task<CommandOutcome> RunAsync(
        DockerCommand command, TimeSpan deadline, Action<string> output, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var gate = new Lock();
        var lastWords = "";
        var target = PipeTarget.ToDelegate(line =>
        {
            // What a child prints is hostile: control sequences stay behind.
            var safe = SafeText.Of(line, 400);
            lock (gate)
            {
                lastWords = safe.Trim().Length > 0 ? safe.Trim() : lastWords;
                output(safe);
            }
        });
        try
        {
            var result = await Cli.Wrap("setsid")
                .WithArguments(["--wait", "flock", "--shared", lockFile, "bash", "-euo", "pipefail", "-c", command.Text, "evolve"])
                .WithWorkingDirectory(folder.Length > 0 ? folder : Directory.GetCurrentDirectory())
                .WithEnvironmentVariables(variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value))
                .WithValidation(CommandResultValidation.None)
                .WithStandardOutputPipe(target)
                .WithStandardErrorPipe(target)
                .ExecuteAsync(both.Token);
            return new CommandOutcome(result.ExitCode == 0, lastWords);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CommandOutcome(
                false, string.Create(CultureInfo.InvariantCulture, $"`{command.OneLine}` took longer than {deadline.TotalSeconds:0} s"));
        }
    }

    /// <inheritdoc />
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        var seconds = Patience.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var result = await Cli.Wrap("flock")
            .WithArguments(["--exclusive", "--timeout", seconds, lockFile, "true"])
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new EvolutionException($"A command of an earlier `evolve tier` still runs after {seconds} s: see `fuser {lockFile}`.");
        }
    }
}
