using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Boxes;

/// <summary>
/// What a jump will do: Enter sets out, Esc leaves it. Under way it shows how far it is, and Esc closes it only. A
/// clicker never sets out: it leaves.
/// </summary>
internal sealed class PlanBox : IBox
{
    private readonly IDesk _desk;
    private readonly ScenarioPlayer _player;
    private readonly JumpPlan? _plan;
    private PlacedOverlay? _placed;
    private int _scroll;

    /// <summary>Shows a plan before it is set out on.</summary>
    public PlanBox(IDesk desk, ScenarioPlayer player, JumpPlan plan)
        : this(desk, player) => _plan = plan;

    /// <summary>Shows the journey that is under way.</summary>
    public PlanBox(IDesk desk, ScenarioPlayer player) => (_desk, _player) = (desk, player);

    public FrameCursor Draw(Canvas canvas)
    {
        var state = _player.State;
        var plan = _plan ?? state.Journey?.Plan;
        if (plan is null)
        {
            // It is over.
            _desk.Post(() => _desk.Close(this));
            return FrameCursor.Hidden;
        }

        var view = new PlanView(plan, _plan is null ? state.Journey : null, _scroll);
        var overlay = PlanRenderer.Render(view, canvas.Width, canvas.Height, _desk.Theme, _desk.Now);
        _scroll = Math.Clamp(_scroll, 0, overlay.MaxScroll);
        _placed = PlacedOverlay.Draw(canvas, overlay);
        return FrameCursor.Hidden;
    }

    public void Press(KeyPress key)
    {
        switch (key.Key)
        {
            case TerminalKey.Down:
                Scroll(1);
                break;
            case TerminalKey.Up:
                Scroll(-1);
                break;
            case TerminalKey.Enter when _plan is not null:
                Take(PlanRenderer.GoItem);
                break;
            case TerminalKey.Enter or TerminalKey.Escape or TerminalKey.PageDown or TerminalKey.PageUp:
                _desk.Close(this);
                break;
            case TerminalKey.Character when Keys.KeyMap.Find(key) == Keys.UiCommand.Cancel && _plan is null:
                Take(PlanRenderer.StopItem);
                break;
        }
    }

    public void Point(MouseInput mouse)
    {
        if (mouse.Button is MouseButton.WheelDown or MouseButton.WheelUp)
        {
            Scroll(mouse.Button == MouseButton.WheelDown ? 3 : -3);
        }
        else if (mouse is { Action: MouseAction.Press, Button: MouseButton.Left } && _placed?.ItemAt(mouse.Column, mouse.Row) is { } item)
        {
            Take(item);
        }
    }

    private void Take(int item)
    {
        if (item == PlanRenderer.StopItem)
        {
            _player.Cancel();
            return;
        }

        _desk.Close(this);
        if (item == PlanRenderer.GoItem && _plan is not null)
        {
            _player.SetOut(_plan.Goal);
        }
    }

    private void Scroll(int lines) => _scroll = Math.Clamp(_scroll + lines, 0, _placed?.Overlay.MaxScroll ?? 0);
}
