using Evolve.Lamp.Traffic;
using Evolve.Player.Commands;
using Evolve.Player.Jumping;
using Evolve.Tui.Commanding;
using Evolve.Tui.Keys;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Pages;

/// <content>What commands ask of the app; the same functions that keys call.</content>
internal sealed partial class PlayPage
{
    private const string NoEngine = "There is no engine, so there is no site to send traffic to, and nothing to measure.";
    private readonly CommandDesk _commands;

    private CommandDesk CreateCommands() => new(_desk, new CommandStage(Player, new TalkControl(this))
    {
        Lamp = _desk.Services.Lamp,
        Tiers = _desk.Services.Tiers,
    });

    private sealed class TalkControl(PlayPage page) : ITalkControl
    {
        private IDesk Desk => page._desk;

        public void Forward()
        {
            page._panes.Chosen?.StopLooking();
            page.Forward();
        }

        public void Back()
        {
            page._panes.Chosen?.StopLooking();
            page.Player.Back();
        }

        public void AskTrust()
        {
            page._trustAsked = null;
            page.AskTrust();
        }

        public void SetOut(JumpGoal goal) => page.SetOut(goal);

        public void ShowTheme(string? name)
        {
            if (Theme.KindOf(name) is { } kind)
            {
                Desk.Choose(kind);
            }
            else
            {
                Desk.TryCommon(UiCommand.Theme);
            }
        }

        public void ShowHelp(Action<string> print) => Desk.TryCommon(UiCommand.Help);

        public void ShowPane(string name)
        {
            page._panes.Leave();
            page._panes.Choose(name);
            page.ShowPanes();
        }

        public void Quit() => page.AskQuit();

        public Task SwitchTrafficAsync(bool? isOn, Action<string> print, CancellationToken cancellationToken)
        {
            var traffic = Desk.Services is { Traffic: { } known, Scoreboard: not null } ? known : throw new CommandException(NoEngine);
            var flows = traffic.Current.Phase != TrafficPhase.Off;
            if (isOn == flows)
            {
                print(flows ? "Traffic flows already." : "No traffic flows.");
            }
            else
            {
                page.SwitchTraffic(traffic);
            }

            return Task.CompletedTask;
        }

        public Task MeasureAsync(Action<string> print, CancellationToken cancellationToken)
        {
            var scoreboard = Desk.Services is { Traffic: not null, Scoreboard: { } known } ? known : throw new CommandException(NoEngine);
            scoreboard.Measure();
            print("Measuring what runs now.");
            return Task.CompletedTask;
        }
    }
}
