using Evolve.Lamp.Machine;
using Evolve.Lamp.State;

namespace Evolve;

/// <summary>Runs a command line and turns whatever goes wrong into a sentence and an exit code.</summary>
public static class EntryPoint
{
    /// <summary>After Ctrl-C a step's programs are still being stopped, and traffic is compared once more with a site that may have gone; who waits longer than this is let go.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(45);

    /// <summary>Runs Evolve.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="executableFolder">The folder of the executable, from which its scenarios are found.</param>
    /// <param name="host">The machine's variables and files.</param>
    /// <param name="output">Answers.</param>
    /// <param name="error">Errors and warnings.</param>
    /// <param name="input">What is typed; standard input by default.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] arguments, string executableFolder, IHost host, TextWriter output, TextWriter error, TextReader? input = null)
    {
        try
        {
            var session = new Session(Installation.Find(executableFolder), host, output, error) { Input = input ?? Console.In };
            var parsed = CommandLine.Create(session).Parse(arguments);
            if (parsed.Errors.Count > 0)
            {
                foreach (var mistake in parsed.Errors)
                {
                    error.WriteLine($"evolve: {mistake.Message}");
                }

                error.WriteLine("evolve: type ./run.sh --help for what there is.");
                return ExitCode.Usage;
            }

            return parsed.Invoke(new()
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Grace,
                Output = output,
                Error = error,
            });
        }
        catch (UserException exception)
        {
            foreach (var sentence in exception.Message.Split('\n'))
            {
                error.WriteLine($"evolve: {sentence}");
            }

            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("evolve: stopped.");
            return ExitCode.Stopped;
        }
        catch (Exception exception)
        {
            error.WriteLine($"evolve: Evolve has met a defect of its own and had to stop: {exception.Message} {Note(exception, host)}");
            return ExitCode.Defect;
        }
    }

    /// <summary>Keeps the stack of a defect where the user does not stumble over it, and says where.</summary>
    private static string Note(Exception defect, IHost host)
    {
        try
        {
            var log = new LogFile(StateFolder.Open(host)["evolve.log"], TimeProvider.System);
            log.Write(defect);
            return $"The log is {log.Path}; `./run.sh doctor --bundle FILE` packs a report.";
        }
        catch (Exception exception) when (exception is StateFolderException or IOException or UnauthorizedAccessException)
        {
            return $"The log cannot be written: {exception.Message}";
        }
    }
}
