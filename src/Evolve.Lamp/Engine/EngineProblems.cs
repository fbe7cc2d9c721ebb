using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Engine;

/// <summary>Puts what went wrong with an engine into words.</summary>
internal static class EngineProblems
{
    internal static EngineProblem From(Exception exception, DockerEndpoint endpoint, TimeSpan deadline) =>
        exception switch
        {
            OperationCanceledException or TimeoutException => new EngineProblem(
                EngineProblemKind.Silent,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The Docker engine at {endpoint.Display} did not answer within {deadline.TotalSeconds:0.#} s."),
                "See whether `docker version` answers, and restart the engine when it does not."),
            DockerApiException api => new EngineProblem(
                EngineProblemKind.Broken,
                $"The Docker engine refused: {Quote(api)}",
                "Try again; the engine's own log says more."),
            _ => Innermost(exception) switch
            {
                SocketException { SocketErrorCode: SocketError.AccessDenied } => new EngineProblem(
                    EngineProblemKind.Denied,
                    $"Your user may not talk to the Docker engine at {endpoint.Display}.",
                    "Type `sudo usermod -aG docker $USER`, then log out and in again."),
                SocketException => new EngineProblem(
                    EngineProblemKind.Absent,
                    $"No Docker engine listens at {endpoint.Display}.",
                    "Start it with `sudo systemctl start docker`, or with `sudo dockerd` where no service manager runs."),
                IOException => new EngineProblem(
                    EngineProblemKind.Absent,
                    $"The Docker engine at {endpoint.Display} hung up in the middle of an answer.",
                    "See whether it is being restarted, and try again."),
                _ => NotAnEngine(endpoint),
            },
        };

    internal static EngineProblem TooOld(string version) => new(
        EngineProblemKind.TooOld,
        $"This is Docker {SafeText.Of(version)}; Evolve needs 20.10 or newer.",
        "Install a newer Docker engine (docs.docker.com/engine/install).");

    internal static EngineProblem NotAnEngine(DockerEndpoint endpoint) => new(
        EngineProblemKind.Broken,
        $"What listens at {endpoint.Display} does not answer like a Docker engine.",
        "See what `docker version` says.");

    private static Exception Innermost(Exception exception) =>
        exception is SocketException || exception.InnerException is null ? exception : Innermost(exception.InnerException);

    private static string Quote(DockerApiException exception)
    {
        var text = exception.ResponseBody ?? "";
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("message", out var message)
                && message.ValueKind == JsonValueKind.String)
            {
                text = message.GetString()!;
            }
        }
        catch (JsonException)
        {
            // Not the engine's usual form of an error: then its text as it is.
        }

        var safe = SafeText.Of(text);
        return safe.Length == 0 ? $"status {(int)exception.StatusCode}." : safe.TrimEnd('.') + ".";
    }
}
