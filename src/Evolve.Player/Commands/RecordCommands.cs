using System.Globalization;

namespace Evolve.Player.Commands;

/// <summary>The command that records steps as they run.</summary>
internal static class RecordCommands
{
    internal static Task SwitchAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var recording = call.Player.Recording ?? throw new CommandException("Nothing can be recorded here.");
        try
        {
            call.Print(call[0] switch
            {
                "on" when recording.IsOn => "Steps are recorded already.",
                "off" when !recording.IsOn => "No step is being recorded.",
                _ when !recording.IsOn => Start(call),
                _ => Stop(call),
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"This cannot be recorded, and what was there before has stayed: {exception.Message}");
        }

        return Task.CompletedTask;
    }

    private static string Start(CommandCall call)
    {
        if (call.Player.State.ReplayReason is not null)
        {
            throw new CommandException("Recordings are played here and nothing runs, so there is nothing to record.");
        }

        call.Player.Recording!.Start();
        return "Each step that succeeds is recorded from now on; “record off” keeps that.";
    }

    private static string Stop(CommandCall call) => call.Player.Recording!.Stop() is { } kept
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"Recorded: {kept.Steps} {(kept.Steps == 1 ? "step" : "steps")}. They are played when this scenario is opened the next time.")
        : "No step has succeeded meanwhile, so nothing was recorded.";
}
