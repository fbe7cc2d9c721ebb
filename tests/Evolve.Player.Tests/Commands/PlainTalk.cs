using Evolve.Player.Commands;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;

namespace Evolve.Player.Tests.Commands;

/// <summary>A talk without a screen, a site and a theme.</summary>
internal sealed class PlainTalk(ScenarioPlayer player) : ITalkControl
{
    public void Forward() => player.Forward(isPress: false);

    public void Back() => player.Back(isPress: false);

    public void AskTrust() => throw new CommandException("Nobody has agreed.");

    public void SetOut(JumpGoal goal) => player.SetOut(goal);

    public void ShowTheme(string? name) => throw new CommandException("There are no themes.");

    public void ShowHelp(Action<string> print) => print("help");

    public void ShowPane(string name)
    {
    }

    public void Quit()
    {
    }

    public Task SwitchTrafficAsync(bool? isOn, Action<string> print, CancellationToken cancellationToken) => throw new CommandException("There is no site.");

    public Task MeasureAsync(Action<string> print, CancellationToken cancellationToken) => throw new CommandException("There is no site.");
}
