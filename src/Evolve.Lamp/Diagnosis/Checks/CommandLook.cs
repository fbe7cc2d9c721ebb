using CliWrap;
using CliWrap.Buffered;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Runs a command for what it says.</summary>
internal static class CommandLook
{
    /// <summary>The first line of its output; empty when it fails, null when there is no such command.</summary>
    internal static async Task<string?> AskAsync(
        DockerEndpoint? endpoint, string command, string[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var prepared = Cli.Wrap(command).WithArguments(arguments).WithValidation(CommandResultValidation.None);
            var result = await (endpoint is null ? prepared : prepared.WithEnvironmentVariables(endpoint))
                .ExecuteBufferedAsync(cancellationToken);
            return result.IsSuccess ? SafeText.Of(result.StandardOutput.Trim().Split('\n')[0], 80) : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
