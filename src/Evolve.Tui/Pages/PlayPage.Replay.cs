using System.Globalization;
using Evolve.Tui.Keys;

namespace Evolve.Tui.Pages;

/// <content>Recordings in the place of steps.</content>
internal sealed partial class PlayPage
{
    private bool IsReplaying => State.Steps.Any(step => step.Value is { IsActive: true, Recording: not null });

    /// <summary>Does what is about recordings; false for everything else.</summary>
    private bool TryReplay(UiCommand command)
    {
        switch (command)
        {
            case UiCommand.Replay when IsReplaying:
                Player.Replays.IsPaused = !Player.Replays.IsPaused;
                _desk.Say(Player.Replays.IsPaused ? $"The recording stands still; {KeyMap.NameOf(UiCommand.Replay)} goes on." : "The recording goes on.");
                return true;
            case UiCommand.Replay when Target() is { } step:
                Player.Replay(step.Id);
                return true;
            case UiCommand.Replay:
                _desk.Say("There is no step on this slide.");
                return true;
            case UiCommand.ReplaySpeed:
                _desk.Say(string.Create(CultureInfo.InvariantCulture, $"Recordings are played at {Player.Replays.NextSpeed():0.#} times their speed."));
                return true;
            default:
                return false;
        }
    }
}
