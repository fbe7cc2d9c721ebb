using System.Collections.Concurrent;
using System.Text;
using Evolve.Terminal;
using Evolve.Terminal.Input;
using Evolve.Terminal.Screen;
using Evolve.Tui.Boxes;
using Evolve.Tui.Host;
using Evolve.Tui.Input;
using Evolve.Tui.Keys;
using Evolve.Tui.Overlays;
using Evolve.Tui.Painting;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Pages;

/// <summary>The whole screen: a page, the boxes over it, the theme, and what is common to all pages.</summary>
internal sealed class AppWindow : IAppContent, IDesk, IDisposable
{
    private static readonly TimeSpan s_messageTime = TimeSpan.FromSeconds(6);

    /// <summary>How long steps and shells have to end when the app does; their sessions are killed within it.</summary>
    private static readonly TimeSpan s_closingTime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<IBox> _boxes = [];
    private readonly Canvas?[] _canvases = new Canvas?[2];
    private int _canvas;
    private TerminalSize _size = new(80, 24);
    private IPage _page;
    private Task _closing = Task.CompletedTask;
    private bool _isBlank;
    private bool _isThemeChosen;
    private DateTimeOffset _messageUntil;
    private string? _farewell;

    public AppWindow(AppServices services)
    {
        Services = services;
        Theme = services.Abilities.Fit(services.Theme ?? ThemeKind.Dark);
        _isThemeChosen = services.Theme is not null;
        _page = new OpeningPage(this, _size);
        if (services.Warning is { } warning)
        {
            Open(new QuestionBox(this, Warning(warning), _ => { }));
        }
    }

    public event Action? Changed;

    /// <summary>Raised with sequences that go to the user's terminal as they are.</summary>
    public event Action<string>? RawOutput;

    public AppServices Services { get; }

    public Theme Theme { get; private set; }

    public DateTimeOffset Now => Services.Time.GetUtcNow();

    public string? Message { get; private set; }

    /// <summary>What is printed after the app; also when it ended by a signal, without having asked.</summary>
    public string? Farewell => IsFinished ? _farewell : _page.LastWords;

    public bool IsFinished { get; private set; }

    public TimeSpan? Alarm
    {
        get
        {
            var message = Message is null ? (TimeSpan?)null : _messageUntil - Now;
            return _isBlank || _page.Alarm is not { } page ? message
                : message is { } until && until < page ? until
                : page;
        }
    }

    private bool IsTooSmall => _size.Columns < TooSmallRenderer.LeastWidth || _size.Rows < TooSmallRenderer.LeastHeight;

    public void Resize(TerminalSize size)
    {
        _size = size;
        _page.Resize(size);
    }

    public void Handle(InputEvent input)
    {
        DoPosted();
        switch (input)
        {
            case KeyInput { Key: var key }:
                Press(key);
                break;
            case PointerInput { Mouse: var mouse } when !IsTooSmall && !_isBlank:
                Point(mouse);
                break;
            case PasteInput { Text: var text } when !IsTooSmall && !_isBlank:
                Paste(text);
                break;
        }

        DoPosted();
    }

    public (Canvas Canvas, FrameCursor Cursor) Draw()
    {
        DoPosted();
        if (Message is not null && Now >= _messageUntil)
        {
            Message = null;
        }

        var canvas = NextCanvas();
        if (_isBlank)
        {
            canvas.Fill(canvas.Bounds, default);
            return (canvas, FrameCursor.Hidden);
        }

        canvas.Fill(canvas.Bounds, Theme.Fill(Surface.Canvas));
        if (IsTooSmall)
        {
            canvas.Write(canvas.Bounds, TooSmallRenderer.Render(canvas.Width, canvas.Height, Theme));
            return (canvas, FrameCursor.Hidden);
        }

        var cursor = _page.Draw(canvas);
        foreach (var box in _boxes)
        {
            if (box.Dims)
            {
                // What is behind a box steps back, so that the eye finds it.
                canvas.Restyle(canvas.Bounds, style => style with { Attributes = (style.Attributes | CellAttributes.Faint) & ~CellAttributes.Bold });
            }

            cursor = box.Draw(canvas);
        }

        return (canvas, cursor);
    }

    public void Post(Action action)
    {
        _posted.Enqueue(action);
        Changed?.Invoke();
    }

    public void Invalidate() => Changed?.Invoke();

    public void Say(string sentence)
    {
        Message = Services.Veil(sentence);
        _messageUntil = Now + s_messageTime;
        Changed?.Invoke();
    }

    public void Unsay(string sentence)
    {
        if (Message == Services.Veil(sentence))
        {
            Message = null;
            Changed?.Invoke();
        }
    }

    public void Open(IBox box) => _boxes.Add(box);

    public void Close(IBox box) => _boxes.Remove(box);

    public void Show(IPage page)
    {
        Retire(_page);
        _page = page;
    }

    /// <summary>OSC 52, which terminals and tmux understand, also over SSH.</summary>
    public void Copy(string text)
    {
        if (text.Length > 0)
        {
            RawOutput?.Invoke($"\u001b]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\a");
            var lines = text.Count(c => c == '\n') + 1;
            Say($"Copied {(lines == 1 ? $"{text.Length} characters" : $"{lines} lines")}.");
        }
    }

    public bool TryCommon(UiCommand command)
    {
        switch (command)
        {
            case UiCommand.Blank:
                _isBlank = true;
                return true;
            case UiCommand.Help:
                Open(new HelpBox(this));
                return true;
            case UiCommand.Theme:
                Choose((ThemeKind)(((int)Theme.Kind + 1) % Enum.GetValues<ThemeKind>().Length));
                return true;
            default:
                return false;
        }
    }

    public void Choose(ThemeKind kind)
    {
        (Theme, _isThemeChosen) = (Services.Abilities.Fit(kind), true);
        Say($"Theme: {Theme.NameOf(kind)}.");
    }

    public void Prefer(ThemeKind? theme)
    {
        if (!_isThemeChosen && theme is { } kind)
        {
            Theme = Services.Abilities.Fit(kind);
        }
    }

    public void Leave(string? farewell) => (IsFinished, _farewell) = (true, farewell);

    public void Dispose()
    {
        Retire(_page);
        _closing.Wait(s_closingTime);
    }

    private void Press(KeyPress key)
    {
        // What was said was about the press before.
        Message = null;
        if (_isBlank)
        {
            // Any key brings the picture back and does nothing else: in the dark nobody sees what it would do.
            _isBlank = false;
        }
        else if (IsTooSmall)
        {
            // Nothing is seen here that could be asked about, but nobody is to be held.
            if (KeyMap.Find(key) is UiCommand.Quit)
            {
                Leave(_page.LastWords);
            }
        }
        else if (_boxes.Count > 0)
        {
            _boxes[^1].Press(key);
        }
        else
        {
            _page.Press(key);
        }
    }

    private void Point(MouseInput mouse)
    {
        if (_boxes.Count > 0)
        {
            _boxes[^1].Point(mouse);
        }
        else
        {
            _page.Point(mouse);
        }
    }

    private void Paste(string text)
    {
        if (_boxes.Count > 0)
        {
            _boxes[^1].Paste(text);
        }
        else
        {
            _page.Paste(text);
        }
    }

    /// <summary>Not on the loop's thread, whose context would wait for a loop that may be over.</summary>
    private void Retire(IPage page) => _closing = Task.WhenAll(_closing, Task.Run(async () => await page.DisposeAsync()));

    private void DoPosted()
    {
        while (_posted.TryDequeue(out var action))
        {
            action();
        }
    }

    /// <summary>Two canvases take turns: one is on the screen, to be compared with, while the other is drawn.</summary>
    private Canvas NextCanvas()
    {
        _canvas = 1 - _canvas;
        if (_canvases[_canvas] is not { } canvas || canvas.Width != _size.Columns || canvas.Height != _size.Rows)
        {
            _canvases[_canvas] = canvas = new Canvas(_size.Columns, _size.Rows);
        }

        return canvas;
    }

    private static DialogView Warning(string text) => new()
    {
        Title = "Before you begin",
        Text = text,
        Frame = Role.Warning,
        Choices = [new DialogChoice("o", "Understood", "go on", IsSafe: true)],
    };
}
