using System.Collections.Immutable;
using Evolve.Player.Jumping;
using Evolve.Player.Playing;
using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Overlays;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Boxes;

/// <summary>The index of slides and steps: typing narrows it, Enter goes there, Tab with everything that the place needs.</summary>
internal sealed class IndexBox : IBox
{
    private readonly IDesk _desk;
    private readonly ScenarioPlayer _player;
    private readonly Action<JumpGoal> _setOut;
    private string _query = "";
    private int _selected;
    private PlacedOverlay? _placed;

    public IndexBox(IDesk desk, ScenarioPlayer player, Action<JumpGoal> setOut)
    {
        (_desk, _player, _setOut) = (desk, player, setOut);
        _selected = Entries().ToList().FindIndex(entry => entry.SlideIndex == player.State.SlideIndex);
    }

    public FrameCursor Draw(Canvas canvas)
    {
        var entries = Entries();
        _selected = Math.Clamp(_selected, 0, Math.Max(0, entries.Length - 1));
        _placed = PlacedOverlay.Draw(
            canvas,
            IndexRenderer.Render(
                entries, _query, _selected, _player.State.SlideIndex, canvas.Width, canvas.Height, _desk.Theme, _desk.Now));
        return FrameCursor.Hidden;
    }

    public void Press(KeyPress key)
    {
        switch (key)
        {
            case { Key: TerminalKey.Escape or TerminalKey.PageDown or TerminalKey.PageUp }:
                _desk.Close(this);
                break;
            case { Key: TerminalKey.Enter }:
                Go(_selected);
                break;
            case { Key: TerminalKey.Tab }:
                JumpTo(_selected);
                break;
            case { Key: TerminalKey.Down } or { Rune.Value: 'n', Modifiers: KeyModifiers.Control }:
                _selected++;
                break;
            case { Key: TerminalKey.Up } or { Rune.Value: 'p', Modifiers: KeyModifiers.Control }:
                _selected--;
                break;
            case { Key: TerminalKey.Backspace }:
                Narrow(_query.Length > 0 ? _query[..^1] : "");
                break;
            case { Key: TerminalKey.Character, Rune.Value: 'u', Modifiers: KeyModifiers.Control }:
                Narrow("");
                break;
            case { Key: TerminalKey.Character, Modifiers: 0 }:
                Narrow(_query + key.Rune);
                break;
        }
    }

    public void Paste(string text) => Narrow(_query + string.Concat(text.Where(c => !char.IsControl(c))));

    public void Point(MouseInput mouse)
    {
        switch (mouse)
        {
            case { Button: MouseButton.WheelDown }:
                _selected++;
                break;
            case { Button: MouseButton.WheelUp }:
                _selected--;
                break;
            case { Action: MouseAction.Press, Button: MouseButton.Left }:
                if (_placed?.ItemAt(mouse.Column, mouse.Row) is { } item)
                {
                    Go(item);
                }
                else
                {
                    _desk.Close(this);
                }

                break;
        }
    }

    private ImmutableArray<IndexEntry> Entries() => IndexEntry.Filter(IndexEntry.Of(_player.State), _query);

    private void Narrow(string query) => (_query, _selected) = (query, 0);

    private void JumpTo(int index)
    {
        var entries = Entries();
        _desk.Close(this);
        if (index >= 0 && index < entries.Length)
        {
            _setOut(entries[index].StepId is { } step ? new JumpGoal.Step(step) : new JumpGoal.Slide(entries[index].SlideIndex));
        }
    }

    private void Go(int index)
    {
        var entries = Entries();
        _desk.Close(this);
        if (index >= 0 && index < entries.Length)
        {
            var entry = entries[index];
            if (entry.StepId is { } step)
            {
                _player.GoToStep(step);
            }
            else
            {
                _player.GoToSlide(entry.SlideIndex);
            }
        }
    }
}
