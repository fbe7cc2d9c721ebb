using System.Text.Json;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Deployment;

/// <summary>
/// Tells by the engine's events when the edge may have changed its mind: who serves is changed by a command that runs in
/// it, so that nothing has to be asked again and again.
/// </summary>
internal sealed class EdgeNews
{
    private const string Start = "exec_start: ";

    /// <summary>What runs in the edge all the time or changes nothing: its health check, our own question, and waiting.</summary>
    private static readonly string[] Idle = ["health", "tier show", "tier add", "tier wait", "tier pause", "tier resume", "tier expire"];

    private readonly HashSet<string> _idle = [];

    /// <summary>Whether an event is about a command in a container, which is no news of the container itself.</summary>
    internal static bool IsOfCommand(JsonElement message) => message.TextAt("Action")?.StartsWith("exec_", StringComparison.Ordinal) == true;

    /// <summary>Whether a command that may change who serves has just ended; one that began before we listened may.</summary>
    internal bool IsChange(JsonElement message)
    {
        if (message.TextAt("Actor", "Attributes", "name") != TierName.Edge || message.TextAt("Actor", "Attributes", "execID") is not { } id)
        {
            return false;
        }

        var action = message.TextAt("Action") ?? "";
        if (action.StartsWith(Start, StringComparison.Ordinal) && IsIdle(action[Start.Length..].Trim()))
        {
            _idle.Add(id);
        }

        return action == "exec_die" && !_idle.Remove(id);
    }

    private static bool IsIdle(string command) =>
        Idle.Any(idle => command == idle || command.StartsWith(idle + " ", StringComparison.Ordinal));
}
