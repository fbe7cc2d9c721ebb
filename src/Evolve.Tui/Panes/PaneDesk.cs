using Evolve.Player.Panes;
using Evolve.Terminal;
using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Layout;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Panes;

/// <summary>All panes on the screen: which is chosen, which has the keys, where each is.</summary>
internal sealed class PaneDesk : IDisposable
{
    private readonly IDesk _desk;
    private readonly PaneSet _panes;
    private readonly PaneWatch _watch;
    private readonly List<PaneView> _views = [];
    private List<(Area Area, int Index)> _tabs = [];
    private IReadOnlyList<PaneSlot> _slots = [];
    private PaneView? _dragged;

    public PaneDesk(IDesk desk, PaneSet panes)
    {
        (_desk, _panes) = (desk, panes);
        _watch = new PaneWatch(panes, desk.Invalidate);
    }

    /// <summary>How many there are.</summary>
    public int Count => _views.Count;

    /// <summary>The chosen one, from 0.</summary>
    public int Selected { get; private set; }

    /// <summary>The chosen one, or null when there is none.</summary>
    public PaneView? Chosen => Selected < _views.Count ? _views[Selected] : null;

    /// <summary>True while the chosen pane has the keys.</summary>
    public bool HasKeys { get; private set; }

    /// <summary>The pane whose output is looked at, or null.</summary>
    public PaneLook? Look => Chosen?.Look;

    /// <summary>True while a step runs in one of them.</summary>
    public bool IsMoving => _views.Any(view => view.Pane.StepId is not null);

    /// <summary>Takes up panes that were opened since, and the keys from a program that has ended; true when it did that.</summary>
    public bool Update()
    {
        foreach (var pane in _panes.Panes.Skip(_views.Count))
        {
            _views.Add(new PaneView(pane, () => _panes.Secrets));
        }

        if (HasKeys && Chosen is not { Pane.IsBusy: true })
        {
            Leave();
            return true;
        }

        return false;
    }

    /// <summary>Chooses a pane by name; the one that has the keys keeps them.</summary>
    public void Choose(string name)
    {
        Update();
        var index = _views.FindIndex(view => view.Pane.Name == name);
        if (index >= 0 && !HasKeys)
        {
            Selected = index;
        }
    }

    /// <summary>Chooses the pane so many further.</summary>
    public void Step(int by)
    {
        if (Count > 0)
        {
            Choose((Selected + by + Count) % Count);
        }
    }

    /// <summary>Gives the keys to the chosen pane; false when nothing runs there that could take them.</summary>
    public bool Enter()
    {
        if (Chosen is not { Pane.IsBusy: true } view)
        {
            return false;
        }

        if (!HasKeys)
        {
            HasKeys = true;
            view.StopLooking();
            view.TellFocus(true);
        }

        return true;
    }

    /// <summary>Takes the keys back.</summary>
    public void Leave()
    {
        if (HasKeys)
        {
            HasKeys = false;
            Chosen?.TellFocus(false);
        }
    }

    /// <summary>Gives the panes on the screen their sizes.</summary>
    public void Fit(ScreenLayout layout)
    {
        foreach (var slot in layout.Panes)
        {
            _views[slot.Index].Fit(slot.Body);
        }

        // A tab that is not seen has the size it will have when it is: its program need not draw twice.
        if (!layout.Tabs.IsEmpty)
        {
            foreach (var view in _views)
            {
                view.Fit(layout.Panes[0].Body);
            }
        }
    }

    /// <summary>Says which size panes have that are opened from now on.</summary>
    public void Expect(Area body)
    {
        if (!body.IsEmpty)
        {
            _panes.NewPaneSize = new TerminalSize(body.Width, body.Height);
        }
    }

    /// <summary>Draws the panes; gives the cursor of the one that has the keys.</summary>
    public FrameCursor Draw(Canvas canvas, ScreenLayout layout)
    {
        var cursor = FrameCursor.Hidden;
        (_slots, _tabs) = (layout.Panes, []);
        foreach (var slot in layout.Panes)
        {
            var view = _views[slot.Index];
            var isChosen = slot.Index == Selected;
            if (!slot.Title.IsEmpty)
            {
                PaneTitles.Title(canvas, slot.Title, view, isChosen, isChosen && HasKeys, _desk.Theme, _desk.Now);
            }

            var shown = view.Draw(canvas, slot.Body, _desk.Theme);
            if (isChosen && (HasKeys || view.Look is not null))
            {
                cursor = shown;
            }
        }

        if (!layout.Tabs.IsEmpty)
        {
            _tabs = PaneTitles.Tabs(canvas, layout.Tabs, _views, Selected, HasKeys, _desk.Theme, _desk.Now);
        }

        return cursor;
    }

    /// <summary>Takes the mouse; false when it is not over a pane.</summary>
    public bool Point(MouseInput mouse)
    {
        var isPress = mouse is { Action: MouseAction.Press, Button: MouseButton.Left };
        if (isPress && _tabs.FindIndex(tab => tab.Area.Contains(mouse.Column, mouse.Row)) is >= 0 and var tab)
        {
            Choose(_tabs[tab].Index);
            return true;
        }

        if (mouse.Action != MouseAction.Press && _dragged is { } dragged)
        {
            PointAt(dragged, mouse);
            _dragged = mouse.Action == MouseAction.Release ? null : dragged;
            return true;
        }

        foreach (var slot in _slots)
        {
            if (slot.Title.Contains(mouse.Column, mouse.Row) && isPress)
            {
                Choose(slot.Index);
                return true;
            }

            if (slot.Body.Contains(mouse.Column, mouse.Row))
            {
                if (isPress)
                {
                    // Without the keys: a click, or a clicker that points, is no explicit key.
                    Choose(slot.Index);
                    _dragged = _views[slot.Index];
                }

                PointAt(_views[slot.Index], mouse);
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _watch.Dispose();

    private void PointAt(PaneView view, MouseInput mouse) => view.Point(mouse, HasKeys && view == Chosen, _desk.Copy);

    private void Choose(int index)
    {
        if (index == Selected)
        {
            return;
        }

        Leave();
        Selected = index;
    }
}
