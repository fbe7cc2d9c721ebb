using Evolve.Player.Running;

namespace Evolve.Player.Commands;

/// <summary>Commands about the deployment.</summary>
internal static class LampCommands
{
    /// <summary>The pane that docker runs in on the screen.</summary>
    private const string DockerPane = "docker";

    internal static Task ListAsync(CommandCall call, CancellationToken cancellationToken) =>
        call.Stage.RequireLamp().ListTiersAsync(call.Print, cancellationToken);

    internal static Task EvolveAsync(CommandCall call, CancellationToken cancellationToken) =>
        call.Stage.RequireLamp().EvolveAsync(call[0]!, call[1]!, call.Print, cancellationToken);

    internal static Task MeasureAsync(CommandCall call, CancellationToken cancellationToken) =>
        call.Stage.Talk.MeasureAsync(call.Print, cancellationToken);

    internal static Task SwitchTrafficAsync(CommandCall call, CancellationToken cancellationToken) =>
        call.Stage.Talk.SwitchTrafficAsync(call[0] switch { "on" => true, "off" => false, _ => null }, call.Print, cancellationToken);

    /// <summary>The words go to the program as they are, not through a shell; on the screen it has a terminal of its own.</summary>
    internal static async Task DockerAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (!call.Stage.IsPrivate)
        {
            call.Stage.Talk.ShowPane(call.Player.Panes.OpenProgram(DockerPane, "docker", call.Parsed.Arguments).Name);
            return;
        }

        var status = await ProgramOutput.RunAsync("docker", call.Parsed.Arguments, call.Player.Panes.Environment, call.Print, cancellationToken);
        if (status != 0)
        {
            throw new CommandException($"`docker {call[0]}` ended with status {status}.");
        }
    }
}
