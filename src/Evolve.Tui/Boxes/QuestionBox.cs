using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Keys;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Boxes;

/// <summary>
/// A question with answers. Whatever a clicker sends for forward or back, and Esc, takes the safe answer; up, down and Tab
/// choose, Enter takes what is chosen, an answer's own key takes it at once.
/// </summary>
internal sealed class QuestionBox : IBox
{
    private readonly IDesk _desk;
    private readonly DialogView _view;
    private readonly Action<DialogChoice> _answer;
    private PlacedOverlay? _placed;
    private int _selected;
    private int _scroll;

    /// <summary>Asks.</summary>
    /// <param name="desk">Where.</param>
    /// <param name="view">What.</param>
    /// <param name="answer">Takes the answer, after the box is closed; the safe one when the question was left.</param>
    public QuestionBox(IDesk desk, DialogView view, Action<DialogChoice> answer)
    {
        (_desk, _view, _answer) = (desk, view, answer);
        _selected = Safe;
    }

    private int Safe => Math.Max(0, _view.Choices.ToList().FindIndex(choice => choice.IsSafe));

    public FrameCursor Draw(Canvas canvas)
    {
        var view = _view with { Selected = _selected, Scroll = _scroll };
        var overlay = DialogRenderer.Render(view, canvas.Width, canvas.Height, _desk.Theme, _desk.Services.Highlighter);
        _scroll = Math.Min(_scroll, overlay.MaxScroll);
        _placed = PlacedOverlay.Draw(canvas, overlay);
        return FrameCursor.Hidden;
    }

    public void Press(KeyPress key)
    {
        var scrolls = _view.Details.Length > 0;
        switch (key.Key)
        {
            case TerminalKey.Down when scrolls:
                Scroll(1);
                break;
            case TerminalKey.Up when scrolls:
                Scroll(-1);
                break;
            case TerminalKey.Down or TerminalKey.Tab when key.Modifiers == 0:
                _selected = (_selected + 1) % _view.Choices.Length;
                break;
            case TerminalKey.Up or TerminalKey.Tab:
                _selected = (_selected + _view.Choices.Length - 1) % _view.Choices.Length;
                break;
            case TerminalKey.Enter:
                Answer(_selected);
                break;
            case TerminalKey.Escape:
                Answer(Safe);
                break;
            default:
                if (KeyMap.Find(key) is UiCommand.Forward or UiCommand.Back)
                {
                    Answer(Safe);
                    break;
                }

                var name = KeyNames.Of(key);
                var index = _view.Choices.ToList().FindIndex(choice => choice.Key == name);
                if (index >= 0)
                {
                    Answer(index);
                }

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
            Answer(item);
        }
    }

    private void Scroll(int lines) => _scroll = Math.Clamp(_scroll + lines, 0, _placed?.Overlay.MaxScroll ?? 0);

    private void Answer(int index)
    {
        _desk.Close(this);
        _answer(_view.Choices[index]);
    }
}
