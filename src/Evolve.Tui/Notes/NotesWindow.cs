using System.Collections.Concurrent;
using System.Collections.Immutable;
using Evolve.Player.Commands;
using Evolve.Stage.Notes;
using Evolve.Terminal;
using Evolve.Terminal.Input;
using Evolve.Terminal.Screen;
using Evolve.Tui.Commanding;
using Evolve.Tui.Drawing;
using Evolve.Tui.Host;
using Evolve.Tui.Input;
using Evolve.Tui.Keys;
using Evolve.Tui.Painting;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Notes;

/// <summary>The presenter's window: shows what it is told of a talk, and sends it what keys and the <c>:</c> line say.</summary>
internal sealed class NotesWindow : IAppContent
{
    /// <summary>More lines than any window shows of a command's.</summary>
    private const int MostOutput = 200;

    private static readonly TimeSpan s_messageTime = TimeSpan.FromSeconds(8);
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly NotesServices _services;
    private readonly CommandEditor _editor;
    private TerminalSize _size = new(80, 24);
    private Theme _theme;
    private bool _isTyping;
    private int _scroll;
    private int _maxScroll;
    private int _shownSlide;
    private ImmutableArray<string> _output = [];
    private string? _message;
    private DateTimeOffset _messageUntil;

    public NotesWindow(NotesServices services)
    {
        _services = services;
        _theme = services.Abilities.Fit(services.Theme ?? ThemeKind.Dark);
        _editor = new CommandEditor(() => services.Client.Link.Vocabulary, services.History);
        services.Client.Changed += Invalidate;
    }

    public event Action? Changed;

    public bool IsFinished { get; private set; }

    /// <summary>The clocks show seconds; a spinner turns faster.</summary>
    public TimeSpan? Alarm => _services.Client.Link.State switch
    {
        { Working: not null } => TimeSpan.FromMilliseconds(250),
        not null => TimeSpan.FromSeconds(1.001 - (Times().Elapsed.TotalSeconds % 1)),
        null => _message is null ? (TimeSpan?)null : _messageUntil - Now,
    };

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    public void Resize(TerminalSize size) => _size = size;

    public void Handle(InputEvent input)
    {
        DoPosted();
        switch (input)
        {
            case KeyInput { Key: var key }:
                Press(key);
                break;
            case PasteInput { Text: var text } when _isTyping:
                _editor.Paste(text);
                break;
            case PointerInput { Mouse.Button: MouseButton.WheelDown }:
                Scroll(3);
                break;
            case PointerInput { Mouse.Button: MouseButton.WheelUp }:
                Scroll(-3);
                break;
        }
    }

    public (Canvas Canvas, FrameCursor Cursor) Draw()
    {
        DoPosted();
        if (_message is not null && Now >= _messageUntil)
        {
            _message = null;
        }

        var link = _services.Client.Link;
        if (link.State is { } state && state.Slide != _shownSlide)
        {
            (_shownSlide, _scroll) = (state.Slide, 0);
        }

        var canvas = new Canvas(_size.Columns, _size.Rows, _theme.Fill(Surface.Canvas));
        var picture = NotesRenderer.Render(new NotesView
        {
            State = link.State,
            Times = Times(),
            Absence = link.Absence,
            Output = _output,
            Scroll = _scroll,
            Width = _size.Columns,
            Height = Math.Max(1, _size.Rows - 1),
            Theme = _theme,
            Now = Now,
        });
        _maxScroll = picture.MaxScroll;
        _scroll = Math.Min(_scroll, _maxScroll);
        canvas.Write(canvas.Bounds, picture.Lines);
        return (canvas, DrawLastLine(canvas));
    }

    /// <summary>The times of the last message, and what has passed since.</summary>
    private NotesTimes Times() => _services.Client.Link is { State: { } state } link
        ? state.Times.After(_services.Time.GetElapsedTime(link.Since))
        : new NotesTimes();

    private FrameCursor DrawLastLine(Canvas canvas)
    {
        if (_isTyping)
        {
            var lines = CommandLineRenderer.Render(_editor.Text, _editor.Cursor, _editor.Candidates, canvas.Width, _theme);
            canvas.Write(new Layout.Area(0, canvas.Height - lines.Length, canvas.Width, lines.Length), lines);
            var column = CommandLineRenderer.CursorColumn(_editor.Text, _editor.Cursor, canvas.Width);
            return new FrameCursor(true, column, canvas.Height - 1, CursorShape.BlinkingBar);
        }

        CellStyle On(Role role) => _theme.On(role, Surface.Bar);
        var line = new LineBuilder().Add(" ", _theme.Fill(Surface.Bar));
        if (_message is { } message)
        {
            line.Add(message, On(Role.Warning));
        }
        else
        {
            foreach (var (key, what) in Hints())
            {
                line.Add(key, On(Role.Key)).Add($" {what}   ", On(Role.Muted));
            }
        }

        canvas.Write(0, canvas.Height - 1, line.Build().Clip(canvas.Width, _theme.Symbols.Ellipsis).PadRight(canvas.Width, _theme.Fill(Surface.Bar)));
        return FrameCursor.Hidden;
    }

    private static IEnumerable<(string Key, string What)> Hints() =>
    [
        (KeyMap.NameOf(UiCommand.Forward), "forward"),
        (KeyMap.NameOf(UiCommand.Back), "back"),
        (KeyMap.NameOf(UiCommand.CommandLine), "a command"),
        (KeyMap.NameOf(UiCommand.Theme), "theme"),
        (KeyMap.NameOf(UiCommand.Quit), "closes this window only"),
    ];

    private void Press(KeyPress key)
    {
        _message = null;
        if (_isTyping)
        {
            var entered = _editor.Press(key);
            _isTyping = entered is null && !_editor.IsLeft;
            if (!string.IsNullOrWhiteSpace(entered))
            {
                Send(entered);
            }

            return;
        }

        switch (KeyMap.Find(key))
        {
            case UiCommand.Quit:
                IsFinished = true;
                break;
            case UiCommand.Help:
                _output = CommandReference.Lines();
                break;
            case UiCommand.CommandLine:
                _editor.Clear();
                _isTyping = true;
                break;
            case UiCommand.Theme:
                _theme = _services.Abilities.Fit((ThemeKind)(((int)_theme.Kind + 1) % Enum.GetValues<ThemeKind>().Length));
                break;
            case UiCommand.ScrollDown:
                Scroll(1);
                break;
            case UiCommand.ScrollUp:
                Scroll(-1);
                break;
            case { } command when KeyMap.LineOf(command) is { } line:
                Send(line);
                break;
            case null when key.Key == TerminalKey.Escape:
                _output = [];
                break;
        }
    }

    private void Scroll(int lines) => _scroll = Math.Clamp(_scroll + lines, 0, _maxScroll);

    private void Send(string line)
    {
        _output = [];
        _ = Task.Run(async () =>
        {
            try
            {
                // Help is for this window: the talk's own would open on the audience's screen.
                if (line.Trim() == "help")
                {
                    Post(() => _output = CommandReference.Lines());
                    return;
                }

                await _services.Client.SendAsync(line, printed => Post(() => _output = [.. _output.TakeLast(MostOutput - 1), printed]));
            }
            catch (CommandException exception)
            {
                Post(() => (_message, _messageUntil) = (exception.Message, Now + s_messageTime));
            }
        });
    }

    private void Post(Action action)
    {
        _posted.Enqueue(action);
        Invalidate();
    }

    private void Invalidate() => Changed?.Invoke();

    private void DoPosted()
    {
        while (_posted.TryDequeue(out var action))
        {
            action();
        }
    }
}
