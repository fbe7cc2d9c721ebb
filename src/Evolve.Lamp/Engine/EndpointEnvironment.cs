using CliWrap;

namespace Evolve.Lamp.Engine;

/// <summary>Leads docker commands to the one endpoint.</summary>
internal static class EndpointEnvironment
{
    /// <summary>The command with the endpoint's environment.</summary>
    internal static Command WithEnvironmentVariables(this Command command, DockerEndpoint endpoint) =>
        command.WithEnvironmentVariables(
            endpoint.Environment.ToDictionary(variable => variable.Key, variable => (string?)variable.Value));
}
