namespace Evolve;

/// <summary>Runs a command line and turns whatever goes wrong into a sentence and an exit code.</summary>
public static class EntryPoint
{
    /// <summary>Runs Evolve.</summary>
    /// <param name="arguments">The words after the program's name.</param>
    /// <param name="executableFolder">The folder of the executable, from which its scenarios are found.</param>
    /// <param name="output">Answers.</param>
    /// <param name="error">Errors and warnings.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] arguments, string executableFolder, TextWriter output, TextWriter error)
    {
        try
        {
            var session = new Session(Installation.Find(executableFolder), output, error);
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

            return parsed.Invoke(new() { EnableDefaultExceptionHandler = false, Output = output, Error = error });
        }
        catch (UserException exception)
        {
            error.WriteLine($"evolve: {exception.Message}");
            return ExitCode.Usage;
        }
    }
}
