using Evolve.Player.Exercises;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Terminal;
using Evolve.Terminal.Input;
using Evolve.Tui.Boxes;
using Evolve.Tui.Host;
using Evolve.Tui.Layout;
using Evolve.Tui.Overlays;
using Evolve.Tui.Painting;
using Evolve.Tui.Panes;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Pages;

/// <summary>The talk: slide, deployment and panes, and who has the keys.</summary>
internal sealed partial class PlayPage : IPage
{
    /// <summary>While the window is drawn to another size, programs are told only when it rests this long.</summary>
    private static readonly TimeSpan s_resizeRest = TimeSpan.FromMilliseconds(80);

    /// <summary>Keys so soon after the end of a program that had them were meant for it.</summary>
    private static readonly TimeSpan s_keysAfterEnd = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(250);
    private readonly IDesk _desk;
    private readonly PlaySession _session;
    private readonly SlidePanel _slide;
    private readonly DeploymentPanel _deployment;
    private readonly PaneDesk _panes;
    private readonly DateTimeOffset _began;
    private TerminalSize _size;
    private ScreenLayout? _layout;
    private LayoutChoice _choice;
    private bool _isZoomed;
    private string _number = "";
    private DateTimeOffset? _restsAt;
    private long _noticed;
    private string? _noticeShown;
    private string? _running;
    private Scenario _scenario;
    private int _slideIndex;
    private long? _forwardAt;
    private long? _programEndedAt;
    private TrustAsked? _trustAsked;
    private QuestionBox? _trustBox;
    private ChoiceBox? _choiceBox;

    public PlayPage(IDesk desk, PlaySession session, TerminalSize size)
    {
        (_desk, _session, _size) = (desk, session, size);
        _began = desk.Now;
        _slide = new SlidePanel(desk);
        _deployment = new DeploymentPanel(desk, session.Deployment);
        _panes = new PaneDesk(desk, session.Player.Panes);
        _figures = new FiguresPanel(desk, session.Traffic);
        _commands = CreateCommands();
        ServeNotes();
        desk.Prefer(Theme.KindOf(State.Scenario.FrontMatter.Theme));
        session.Player.Changed += OnPlayerChanged;
        _noticed = State.Notice?.Number ?? 0;
        (_scenario, _slideIndex) = (State.Scenario, State.SlideIndex);
        ExpectPanes();
        AskTrust();
        if (State.Untrusted.IsEmpty)
        {
            AskResume();
        }

        if (State.ReplayReason is { } reason)
        {
            desk.Say(reason);
        }
    }

    public TimeSpan? Alarm
    {
        get
        {
            if (_restsAt is { } rest)
            {
                return rest - _desk.Now;
            }

            var isMoving = _panes.IsMoving || _figures.IsMoving || (_layout is { Deployment.IsEmpty: false } && _deployment.IsMoving)
                || State.Steps.Any(step => step.Value.IsActive);

            // The status line's clock shows seconds.
            return isMoving ? s_beat : TimeSpan.FromSeconds(1.001 - (Elapsed.TotalSeconds % 1));
        }
    }

    private ScenarioPlayer Player => _session.Player;

    private PlayerState State => Player.State;

    private TimeSpan Elapsed => _desk.Now - _began;

    /// <summary>Counts quarters of a second: what moves, moves with it.</summary>
    public static long Beat(DateTimeOffset now) => now.ToUnixTimeMilliseconds() / (long)s_beat.TotalMilliseconds;

    public string? LastWords => Left switch
    {
        null => Dialogs.KeptUnseen,
        0 => null,
        _ => Dialogs.KeptRunning,
    };

    public FrameCursor Draw(Canvas canvas)
    {
        var (state, theme) = (State, _desk.Theme);
        FollowPanes();
        _layout = ScreenLayout.Of(Request(_panes.Count, state));
        if (_restsAt is null || _restsAt <= _desk.Now)
        {
            _restsAt = null;
            _panes.Fit(_layout);
        }

        _slide.Draw(canvas, _layout.Slide, state);
        for (var y = _layout.Divider.Y; y < _layout.Divider.Bottom; y++)
        {
            canvas.Write(_layout.Divider.X, y, theme.Symbols.IsUnicode ? "│" : "|", theme[Role.Rule]);
        }

        if (!_layout.Awaited.IsEmpty)
        {
            PaneTitles.Awaited(canvas, _layout.Awaited, state.Slide.Steps.First().Pane, theme);
        }

        _figures.Draw(canvas, _layout.Figures, LayoutNow(state));
        _deployment.Draw(canvas, _layout.Deployment);
        var cursor = _panes.Draw(canvas, _layout);
        if (state.Banner is { } banner)
        {
            canvas.Write(
                new Area(0, 0, canvas.Width, canvas.Height - 1),
                BannerRenderer.Render(_desk.Services.Veil(banner), canvas.Width, Math.Max(2, canvas.Height / 3), theme));
        }

        DrawStatus(canvas, state);
        return cursor;
    }

    public void Resize(TerminalSize size)
    {
        _size = size;
        _restsAt = _desk.Now + s_resizeRest;
        ExpectPanes();
    }

    public void Paste(string text)
    {
        if (_panes is { HasKeys: true, Chosen: { } view })
        {
            view.Paste(text);
        }
        else
        {
            _desk.Say($"Nothing was pasted: press {Keys.KeyMap.NameOf(Keys.UiCommand.FocusPane)} first, then the pane takes text.");
        }
    }

    public void Point(MouseInput mouse)
    {
        if (_panes.Point(mouse))
        {
            if (mouse is { Action: MouseAction.Press, Button: MouseButton.Left } && _panes is { HasKeys: false, Chosen.Pane: { IsBusy: true } pane })
            {
                _desk.Say($"{Keys.KeyMap.NameOf(Keys.UiCommand.FocusPane)} types into {pane.Name}.");
            }

            return;
        }

        switch (mouse)
        {
            case { Button: MouseButton.WheelDown }:
                _slide.Scroll(3);
                break;
            case { Button: MouseButton.WheelUp }:
                _slide.Scroll(-3);
                break;
            case { Action: MouseAction.Press, Button: MouseButton.Left } when mouse.Row == _size.Rows - 1:
                // The right end of the status line names the help.
                if (mouse.Column >= _size.Columns - 10)
                {
                    _desk.TryCommon(Keys.UiCommand.Help);
                }

                break;
            case { Action: MouseAction.Press, Button: MouseButton.Left }:
                _panes.Leave();
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Player.Changed -= OnPlayerChanged;
        await EndNotesAsync();
        _commands.Dispose();
        _slide.Dispose();
        _deployment.Dispose();
        _panes.Dispose();
        _figures.Dispose();
        await _session.DisposeAsync();
    }

    private LayoutRequest Request(int panes, PlayerState state) => new(
        _size,
        LayoutNow(state),
        _deployment.Exists && (state.Scenario.FrontMatter.Requires.Contains(Requirement.Engine) || _deployment.RunningContainers > 0),
        panes,
        _panes.Selected,
        _isZoomed && panes > 0,
        _figures.Has(LayoutNow(state)) && state.Scenario.FrontMatter.Requires.Contains(Requirement.Engine))
    {
        AwaitsPane = state.Slide.Steps.Any(),
    };

    /// <summary>New panes get the size of the place that the next one will have, so that no program starts with a wrong one.</summary>
    private void ExpectPanes()
    {
        FollowPanes();
        var count = _panes.Count + 1;
        var request = Request(count, State) with { Selected = count - 1, IsZoomed = false };
        var layout = ScreenLayout.Of(request);
        if (layout.Panes.IsEmpty)
        {
            layout = ScreenLayout.Of(request with { Layout = SlideLayout.Split });
        }

        _panes.Expect(layout.Panes[^1].Body);
    }

    private void OnPlayerChanged() => _desk.Post(FollowPlayer);

    private void FollowPanes()
    {
        if (_panes.Update())
        {
            _programEndedAt = _desk.Services.Time.GetTimestamp();
        }
    }

    /// <summary>
    /// A step that starts brings its pane to the front; a new notice is shown as long as it holds; another slide ends the
    /// zoom, for it is to be seen; new commands are asked about.
    /// </summary>
    private void FollowPlayer()
    {
        var state = State;
        var isNewSlide = state.SlideIndex != _slideIndex;
        if (isNewSlide)
        {
            (_slideIndex, _isZoomed) = (state.SlideIndex, false);
        }

        if (state.Notice is { } notice && notice.Number != _noticed)
        {
            (_noticed, _noticeShown) = (notice.Number, notice.Sentence);
            _desk.Say(notice.Sentence);
        }
        else if (state.Notice is null && _noticeShown is { } over)
        {
            _noticeShown = null;
            _desk.Unsay(over);
        }

        FollowFile(state);

        // After what the player says: by whom an exercise was done is worth more than that it is.
        FollowExercise(state, isNewSlide);

        var running = state.Steps.FirstOrDefault(step => step.Value.IsActive).Key;
        if (running is not null && running != _running && state.Scenario.FindStep(running) is { } step)
        {
            _panes.Choose(step.Pane);
        }

        _running = running;
        TakeMeasurements(state);
        ExpectPanes();
        ShowChoice(state.Choice);
        AskTrust();
    }

    /// <summary>What was saved elsewhere in the file is told, with the key that goes there.</summary>
    private void FollowFile(PlayerState state)
    {
        if (state.Scenario == _scenario)
        {
            return;
        }

        _scenario = state.Scenario;
        if (state.ChangedSlide is { } changed && changed != state.SlideIndex)
        {
            _desk.Say($"Slide {changed + 1} has changed; {Keys.KeyMap.NameOf(Keys.UiCommand.JumpToChange)} goes there.");
        }
    }

    private void ShowChoice(StepChoice? choice)
    {
        if (_choiceBox?.Choice == choice)
        {
            return;
        }

        if (_choiceBox is not null)
        {
            _desk.Close(_choiceBox);
        }

        _choiceBox = choice is null ? null : new ChoiceBox(_desk, Player, choice, kind => Take(choice.StepId, kind));
        if (_choiceBox is not null)
        {
            _desk.Open(_choiceBox);
        }
    }

    private void DrawStatus(Canvas canvas, PlayerState state)
    {
        var view = new StatusView
        {
            Next = _slide.HasMore(state) ? new ForwardAction(ForwardKind.Reveal, "show the rest of the slide") : state.Next,
            Slide = state.SlideIndex + 1,
            SlideCount = state.Scenario.Slides.Length,
            Progress = state.Workshop.IsOn ? ChapterProgress.Of(state) : default,
            Elapsed = Elapsed,
            Planned = state.Scenario.FrontMatter.Duration,
            Focus = FocusWords(),
            Number = _number.Length > 0 ? _number : null,
            Message = _desk.Message,
            Now = _desk.Now,
        };
        canvas.Write(0, canvas.Height - 1, StatusLineRenderer.Render(view, canvas.Width, _desk.Theme));
    }

    private string? FocusWords() => _panes switch
    {
        { Look: not null, Chosen: { } view } => $"looking around in {view.Pane.Name}; Esc ends it",
        { HasKeys: true, Chosen: { } view } => $"keys go to {view.Pane.Name}; {Keys.KeyMap.NameOf(Keys.UiCommand.LeavePane)} takes them back",
        _ => null,
    };
}
