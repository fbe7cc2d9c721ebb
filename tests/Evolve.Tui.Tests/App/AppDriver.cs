using System.Text;
using Evolve.Player.Playing;
using Evolve.Player.Progress;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Terminal;
using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Input;
using Evolve.Tui.Keys;
using Evolve.Tui.Pages;
using Terminal.Gui.App;
using Terminal.Gui.Time;
using Xunit.Sdk;

namespace Evolve.Tui.Tests.App;

/// <summary>
/// Drives the whole app as a user does, over the library without a terminal: presses keys by their names, looks at the
/// screen. No test that uses it may await before it is disposed: the library's own synchronisation context is on.
/// </summary>
internal sealed class AppDriver : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly ManualTime _time = new();
    private readonly AutoResetEvent _changed = new(false);
    private readonly SynchronizationContext? _before = SynchronizationContext.Current;
    private readonly IApplication _app;
    private readonly AppWindow _window;
    private readonly AppView _view;
    private readonly StringBuilder _raw = new();

    public AppDriver(AppOptions options)
    {
        Options = options;
        _window = new AppWindow(Services(options));
        _window.Changed += () => _changed.Set();
        _window.RawOutput += text => _raw.Append(text);
        _view = new AppView(_window);
        _app = HeadlessLibrary.Start(new VirtualTimeProvider());
        _app.Begin(_view);
        SynchronizationContext.SetSynchronizationContext(null);
        Resize(options.Size.Columns, options.Size.Rows);
    }

    public AppOptions Options { get; }

    /// <summary>The player, once a scenario is played.</summary>
    public ScenarioPlayer Player { get; private set; } = null!;

    /// <summary>What went to the terminal beside frames.</summary>
    public string Raw => _raw.ToString();

    public bool IsFinished => _window.IsFinished;

    public string? Farewell => _window.Farewell;

    /// <summary>The text of the screen as it is now.</summary>
    public string Screen
    {
        get
        {
            Draw();
            var contents = _app.Driver!.Contents!;
            var text = new StringBuilder();
            for (var row = 0; row < contents.GetLength(0); row++)
            {
                var line = new StringBuilder();
                for (var column = 0; column < contents.GetLength(1); column++)
                {
                    line.Append(contents[row, column].Grapheme);
                }

                text.Append(line.ToString().TrimEnd()).Append('\n');
            }

            return text.ToString();
        }
    }

    /// <summary>The bytes that a terminal gets for the whole screen.</summary>
    public string Frame
    {
        get
        {
            Draw();
            return Encoding.UTF8.GetString(new FrameWriter().Render(_app.Driver!.Contents!, _view.FrameCursor));
        }
    }

    /// <summary>A driver that already plays the scenario.</summary>
    public static AppDriver Play(AppOptions? options = null)
    {
        options ??= new AppOptions();
        var driver = new AppDriver(options with { Initial = options.Scenario.Path });
        driver.Until(() => driver.Player is not null && driver.Screen.Contains(options.Scenario.Slides[0].Title, StringComparison.Ordinal), "the first slide");
        return driver;
    }

    public AppDriver Press(params string[] keys)
    {
        foreach (var key in keys)
        {
            // Presses within 300 ms count once: these are a person's.
            Wait(TimeSpan.FromMilliseconds(400));
            _window.Handle(new KeyInput(KeyNames.Parse(key)));
        }

        return this;
    }

    /// <summary>Presses keys at once, as a button does that bounces.</summary>
    public AppDriver Bounce(params string[] keys)
    {
        foreach (var key in keys)
        {
            _window.Handle(new KeyInput(KeyNames.Parse(key)));
        }

        return this;
    }

    public AppDriver Type(string text) => Press([.. text.Select(c => c == ' ' ? "Space" : c.ToString())]);

    public AppDriver Paste(string text)
    {
        _window.Handle(new PasteInput(text));
        return this;
    }

    public AppDriver Click(int column, int row)
    {
        _window.Handle(new PointerInput(new MouseInput(MouseAction.Press, MouseButton.Left, column, row)));
        _window.Handle(new PointerInput(new MouseInput(MouseAction.Release, MouseButton.Left, column, row)));
        return this;
    }

    /// <summary>Clicks the first place where a text is.</summary>
    public AppDriver Click(string text)
    {
        ShouldShow(text);
        var lines = Screen.Split('\n');
        var row = Array.FindIndex(lines, line => line.Contains(text, StringComparison.Ordinal));
        return Click(lines[row].IndexOf(text, StringComparison.Ordinal), row);
    }

    public AppDriver Wheel(int column, int row, bool up)
    {
        var button = up ? MouseButton.WheelUp : MouseButton.WheelDown;
        _window.Handle(new PointerInput(new MouseInput(MouseAction.Press, button, column, row)));
        return this;
    }

    public AppDriver Drag((int Column, int Row) from, (int Column, int Row) to)
    {
        _window.Handle(new PointerInput(new MouseInput(MouseAction.Press, MouseButton.Left, from.Column, from.Row)));
        _window.Handle(new PointerInput(new MouseInput(MouseAction.Move, MouseButton.Left, to.Column, to.Row)));
        _window.Handle(new PointerInput(new MouseInput(MouseAction.Release, MouseButton.Left, to.Column, to.Row)));
        return this;
    }

    public AppDriver Resize(int columns, int rows)
    {
        _window.Resize(new TerminalSize(columns, rows));
        _app.Driver!.SetScreenSize(columns, rows);
        return this;
    }

    public AppDriver Wait(TimeSpan time)
    {
        _time.Advance(time);
        return this;
    }

    public AppDriver ShouldShow(string text) => Until(() => Screen.Contains(text, StringComparison.Ordinal), $"“{text}”");

    public AppDriver ShouldNotShow(string text) => Until(() => !Screen.Contains(text, StringComparison.Ordinal), $"no “{text}”");

    public AppDriver Until(Func<bool> holds, string what)
    {
        var end = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (!holds())
        {
            if (Environment.TickCount64 > end)
            {
                throw new XunitException($"The screen should show {what}, but it is:\n{Screen}");
            }

            _changed.WaitOne(TimeSpan.FromMilliseconds(20));
        }

        return this;
    }

    public void Dispose()
    {
        _window.Dispose();
        _view.Dispose();
        _app.Dispose();
        _changed.Dispose();
        SynchronizationContext.SetSynchronizationContext(_before);
    }

    private void Draw()
    {
        _view.SetNeedsDraw();
        _app.LayoutAndDraw();
    }

    private AppServices Services(AppOptions options) => new()
    {
        ListScenarios = () => options.Catalog,
        Open = (path, _, _) => path == options.Scenario.Path
            ? Task.FromResult(Session(options))
            : throw new SessionException($"{path}:1:1: there is no such scenario; choose one of the list."),
        InitialScenario = options.Initial,
        Deployment = options.Deployment,
        Traffic = options.Traffic,
        Scoreboard = options.Scoreboard,
        Examine = options.Examine,
        RemoveDeployment = options.Remove,
        Warning = options.Warning,
        Lamp = options.Lamp,
        Tiers = options.Tiers,
        NotesFolder = options.NotesFolder,
        Veil = options.Veil,
        Abilities = options.Abilities,
        Time = _time,
        Version = "1.0",
    };

    private PlaySession Session(AppOptions options)
    {
        var deployment = new ReplayedDeployment(options.Deployment);
        var traffic = new ReplayedTraffic(options.Traffic);
        Player = new ScenarioPlayer(options.Scenario, new PlayerOptions
        {
            Environment = new StepEnvironment("/", new Dictionary<string, string>()),
            Sources = options.Programs,
            Time = _time,
            Trust = options.Trust,
            Recordings = options.Recordings,
            ReplayReason = options.ReplayReason,
            Replayed = deployment,
            ReplayedTraffic = traffic,
            IsWorkshop = options.IsWorkshop,
        });
        return new PlaySession(Player)
        {
            Progress = options.ProgressFolder is { } folder
                ? new ProgressKeeper(Player, ProgressFile.For(folder, options.Scenario.Path, null), null)
                : null,
            Deployment = deployment,
            Traffic = traffic,
        };
    }
}
