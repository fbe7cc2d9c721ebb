using System.Collections.Immutable;
using Evolve.Player.Playing;
using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Keys;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Boxes;

/// <summary>
/// What to do about a step that failed. Forward takes the safe answer, which is marked; the arrows and Enter take
/// another. It is open as long as the player offers the choice.
/// </summary>
internal sealed class ChoiceBox(IDesk desk, ScenarioPlayer player, StepChoice choice, Action<ChoiceKind> take) : IBox
{
    private readonly ImmutableArray<DialogChoice> _choices = [.. choice.Offers.Select(offer => Describe(offer, offer == choice.Safe))];
    private int _selected = Math.Max(0, choice.Offers.IndexOf(choice.Safe));
    private PlacedOverlay? _placed;
    private int _scroll;

    /// <summary>The choice that it shows.</summary>
    public StepChoice Choice => choice;

    /// <summary>In a workshop nobody runs a solution that they have not seen.</summary>
    private ImmutableArray<DialogDetail> Details =>
        player.State is { Workshop.IsOn: true } state && choice.Offers.Contains(ChoiceKind.Solve) && state.Scenario.FindStep(choice.StepId) is { } step
            ? Dialogs.SolutionOf(step)
            : [];

    public FrameCursor Draw(Canvas canvas)
    {
        var state = player.State.StateOf(choice.StepId);
        var view = new DialogView
        {
            Title = $"{choice.StepId} {InWords(state)}",
            Text = choice.Reason,
            Frame = Role.StepFailed,
            Details = Details,
            Scroll = _scroll,
            Choices = _choices,
            Selected = _selected,
            Hint = $"Forward again: {player.State.Next.Words}.",
        };
        _placed = PlacedOverlay.Draw(
            canvas, DialogRenderer.Render(view, canvas.Width, canvas.Height, desk.Theme, desk.Services.Highlighter));
        return FrameCursor.Hidden;
    }

    public void Press(KeyPress key)
    {
        switch (key.Key)
        {
            case TerminalKey.Down or TerminalKey.Tab when key.Modifiers == 0:
                _selected = (_selected + 1) % _choices.Length;
                return;
            case TerminalKey.Up or TerminalKey.Tab:
                _selected = (_selected + _choices.Length - 1) % _choices.Length;
                return;
            case TerminalKey.Enter:
                take(choice.Offers[_selected]);
                return;
            case TerminalKey.Escape:
                player.CloseChoice();
                return;
        }

        var index = _choices.ToList().FindIndex(offer => offer.Key == KeyNames.Of(key));
        if (index >= 0)
        {
            take(choice.Offers[index]);
            return;
        }

        switch (KeyMap.Find(key))
        {
            case UiCommand.Forward:
                player.Forward();
                break;
            case UiCommand.Back:
                player.Back();
                break;
            case UiCommand.Quit:
                player.CloseChoice();
                break;
            case { } command:
                desk.TryCommon(command);
                break;
        }
    }

    public void Point(MouseInput mouse)
    {
        if (mouse.Button is MouseButton.WheelDown or MouseButton.WheelUp)
        {
            _scroll = Math.Clamp(_scroll + (mouse.Button == MouseButton.WheelDown ? 3 : -3), 0, _placed?.Overlay.MaxScroll ?? 0);
        }
        else if (mouse is { Action: MouseAction.Press, Button: MouseButton.Left } && _placed?.ItemAt(mouse.Column, mouse.Row) is { } item)
        {
            take(choice.Offers[item]);
        }
    }

    private static string InWords(StepState state) => state switch
    {
        { Refusal: not null } => "cannot start",
        { Status: StepStatus.TimedOut } => "took too long",
        { Status: StepStatus.Cancelled } => "was stopped",
        _ => "failed",
    };

    private static DialogChoice Describe(ChoiceKind kind, bool isSafe) => kind switch
    {
        ChoiceKind.Retry => new(KeyMap.NameOf(UiCommand.Run), "Retry", "run it again as it is", isSafe),
        ChoiceKind.Replay => new(KeyMap.NameOf(UiCommand.Replay), "Play the recording", "in its place, marked as what it is", isSafe),
        ChoiceKind.EditAndRun => new(KeyMap.NameOf(UiCommand.Edit), "Edit and run", "change the commands first", isSafe),
        ChoiceKind.Solve => new(KeyMap.NameOf(UiCommand.Solve), "Solve", "run the solution that the scenario brings", isSafe),
        ChoiceKind.Hint => new(KeyMap.NameOf(UiCommand.Hint), "Hint", "show the next one", isSafe),
        ChoiceKind.Shell => new(KeyMap.NameOf(UiCommand.Shell), "Open a shell", "look around where it ran", isSafe),
        _ => new(KeyMap.NameOf(UiCommand.Skip), "Skip", "go on without it", isSafe),
    };
}
