using System.Net;
using System.Net.Sockets;
using Docker.DotNet.Models;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>The site's port: free, ours, or whose.</summary>
internal sealed class PortCheck(EngineTalk talk) : IDoctorCheck
{
    public string Subject => "port";

    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var port = talk.Subject.Port;
        if (IsFree(port))
        {
            return new Finding(Subject, FindingLevel.Good, $"{port} is free");
        }

        if (await PublisherAsync(port, cancellationToken) is { } container)
        {
            return container.Labels?.TryGetValue(Labels.Deployment, out var id) == true && id == talk.Subject.DeploymentId
                ? new Finding(Subject, FindingLevel.Good, $"{port} is held by our own deployment")
                : Busy(port, $"the container {SafeText.Of(container.Names?.FirstOrDefault()?.TrimStart('/'), 40)}");
        }

        return Busy(port, PortOwner.Find(port) ?? "another program (of another user, so that its name cannot be told)");
    }

    private Finding Busy(int port, string owner) => new(
        Subject, FindingLevel.Problem, $"{port} is held by {owner}", "Stop that, or start with `--port` and another number.");

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException e)
        {
            // A low port is not ours to bind, but it is the engine's: only what is in use is busy.
            return e.SocketErrorCode == SocketError.AccessDenied && PortOwner.Find(port) is null;
        }
    }

    private async Task<ContainerListResponse?> PublisherAsync(int port, CancellationToken cancellationToken)
    {
        if (await talk.InfoAsync(cancellationToken) is null)
        {
            return null;
        }

        var running = await talk.Subject.Engine!.AskAsync(
            (client, token) => client.Containers.ListContainersAsync(new ContainersListParameters(), token), cancellationToken);
        return running.FirstOrDefault(container => container.Ports?.Any(published => published.PublicPort == port) == true);
    }
}
