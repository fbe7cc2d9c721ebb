using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Evolve.Lamp.Diagnosis;
using Evolve.Scenarios.Catalog;
using Evolve.Terminal;
using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Keys;
using Evolve.Tui.Opening;
using Evolve.Tui.Overlays;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Pages;

/// <summary>What there is to play, and whether this machine can play it; fills while it is looked at.</summary>
internal sealed class OpeningPage : IPage
{
    private readonly IDesk _desk;
    private readonly CancellationTokenSource _closing = new();
    private Task _work = Task.CompletedTask;
    private bool _isStarted;
    private TerminalSize _size;
    private ImmutableArray<CatalogEntry> _entries = [];
    private ImmutableArray<Finding> _findings = [];
    private ImmutableArray<OverlayLine> _lines = [];
    private bool _isExamining;
    private string? _opening;
    private string? _progress;
    private string? _problem;
    private int _selected;

    public OpeningPage(IDesk desk, TerminalSize size)
    {
        (_desk, _size) = (desk, size);
        _isExamining = desk.Services.Examine is not null;
        _isStarted = desk.Services.Started is null;
        if (_isStarted)
        {
            Start();
        }
    }

    public TimeSpan? Alarm => _isExamining || _opening is not null ? TimeSpan.FromMilliseconds(250) : null;

    public string? LastWords => null;

    public FrameCursor Draw(Canvas canvas)
    {
        if (!_isStarted)
        {
            // Once this frame is out: what is begun earlier competes with it for the processors.
            _isStarted = true;
            _desk.Post(Start);
        }

        _lines = OpeningScreen.Render(new OpeningView
        {
            Scenarios = [.. _entries.Select(Describe)],
            Selected = _selected,
            Findings = _findings,
            IsExamining = _isExamining,
            Banner = _problem ?? (_opening is null ? _desk.Message : null),
            Busy = _opening is { } path ? _progress ?? $"Opening {Path.GetFileName(path)}" : null,
            Keys =
            [
                new KeyHint("Up Down", "choose"),
                new KeyHint("Enter", "play"),
                new KeyHint(KeyMap.NameOf(UiCommand.Theme), "theme"),
                new KeyHint(KeyMap.NameOf(UiCommand.Help), "keys"),
                new KeyHint(KeyMap.NameOf(UiCommand.Quit), "quit"),
            ],
            Version = _desk.Services.Version,
            Width = canvas.Width,
            Height = canvas.Height,
            Theme = _desk.Theme,
            Now = _desk.Now,
        });
        for (var y = 0; y < Math.Min(canvas.Height, _lines.Length); y++)
        {
            canvas.Write(0, y, _lines[y].Line);
        }

        return FrameCursor.Hidden;
    }

    public void Press(KeyPress key)
    {
        switch (key)
        {
            case { Key: TerminalKey.Down or TerminalKey.Tab, Modifiers: 0 } or { Rune.Value: 'j', Modifiers: 0 }:
                Choose(_selected + 1);
                return;
            case { Key: TerminalKey.Up or TerminalKey.Tab } or { Rune.Value: 'k', Modifiers: 0 }:
                Choose(_selected - 1);
                return;
        }

        switch (KeyMap.Find(key))
        {
            case UiCommand.Forward when _selected < _entries.Length:
                Open(_entries[_selected].Path);
                break;
            case UiCommand.Back:
                _problem = null;
                break;
            case UiCommand.Quit or UiCommand.Cancel:
                _desk.Leave(null);
                break;
            case { } command:
                _desk.TryCommon(command);
                break;
        }
    }

    public void Point(MouseInput mouse)
    {
        switch (mouse)
        {
            case { Button: MouseButton.WheelDown }:
                Choose(_selected + 1);
                break;
            case { Button: MouseButton.WheelUp }:
                Choose(_selected - 1);
                break;
            case { Action: MouseAction.Press, Button: MouseButton.Left } when mouse.Row < _lines.Length && _lines[mouse.Row].Item is { } item:
                // The first click chooses, the second plays.
                if (item == _selected && item < _entries.Length)
                {
                    Open(_entries[item].Path);
                }

                Choose(item);
                break;
        }
    }

    public void Paste(string text)
    {
    }

    public void Resize(TerminalSize size) => _size = size;

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
            // The doctor was interrupted, as it should be.
        }

        _closing.Dispose();
    }

    private void Choose(int index)
    {
        _selected = Math.Clamp(index, 0, Math.Max(0, _entries.Length - 1));
        _problem = null;
    }

    private void Start()
    {
        _desk.Services.Started?.Invoke();
        _work = Task.WhenAll(Task.Run(List), Task.Run(ExamineAsync));
        if (_desk.Services.InitialScenario is { } path)
        {
            Open(path);
        }
    }

    private void List()
    {
        var entries = _desk.Services.ListScenarios();
        _desk.Post(() =>
        {
            _entries = entries;

            // The tour needs nothing, but the talk is what people come for: the first that can be played is chosen.
            Choose(Math.Max(0, entries.ToList().FindIndex(entry => entry.IsGood)));
        });
    }

    private async Task ExamineAsync()
    {
        if (_desk.Services.Examine is not { } examine)
        {
            return;
        }

        await foreach (var finding in examine(_closing.Token))
        {
            _desk.Post(() => _findings = _findings.Add(finding));
        }

        _desk.Post(() => _isExamining = false);
    }

    private void Open(string path)
    {
        if (_opening is not null)
        {
            return;
        }

        (_opening, _problem, _progress) = (path, null, null);
        _ = Task.Run(async () =>
        {
            try
            {
                var session = await _desk.Services.Open(path, new PostedProgress(this), _closing.Token);
                _desk.Post(() => _desk.Show(new PlayPage(_desk, session, _size)));
            }
            catch (SessionException exception)
            {
                _desk.Post(() => (_opening, _problem) = (null, _desk.Services.Veil(exception.Message)));
            }
            catch (OperationCanceledException)
            {
                // The page was left meanwhile.
            }
            catch (Exception exception)
            {
                // A defect: it ends the app in the ordinary way, with the terminal restored, not in silence.
                _desk.Post(ExceptionDispatchInfo.Capture(exception).Throw);
            }
        });
    }

    private static OpeningEntry Describe(CatalogEntry entry) => new(entry.Title, entry.Path)
    {
        Duration = entry.Duration,
        Audience = entry.Audience,
        Requires = [.. entry.Requires.Select(requirement => requirement.ToString().ToLowerInvariant())],
        StepCount = entry.StepCount,
        Error = entry.Errors.IsEmpty ? null : entry.Errors[0].ToString(),
    };

    /// <summary>Shows what opening is busy with.</summary>
    private sealed class PostedProgress(OpeningPage page) : IProgress<string>
    {
        public void Report(string value) => page._desk.Post(() => page._progress = value);
    }
}
