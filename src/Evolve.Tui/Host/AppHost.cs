using System.Runtime.InteropServices;
using Evolve.Tui.Input;
using Terminal.Gui.App;

namespace Evolve.Tui.Host;

/// <summary>
/// Runs content over the library. The library's own driver has a poll every 20 ms, splits pasted text inside
/// characters, loses Alt with punctuation, knows no palette and leaves the alternate screen on after a signal; so it
/// runs without a terminal, and the terminal is served here: a reader that sleeps, a writer that writes differences.
/// </summary>
internal sealed class AppHost : IDisposable
{
    /// <summary>After so long a lone escape character was the key.</summary>
    private static readonly TimeSpan s_escapeTime = TimeSpan.FromMilliseconds(40);

    private readonly IAppContent _content;
    private readonly FrameLoop _loop = new();
    private readonly FrameWriter _writer = new();
    private readonly InputDecoder _decoder;
    private readonly AppView _view;
    private Signals? _signals;
    private OuterTerminal? _terminal;
    private IApplication? _app;

    public AppHost(IAppContent content)
    {
        _content = content;
        _view = new AppView(content);
        _decoder = new InputDecoder(Dispatch);
    }

    /// <summary>Writes a sequence to the user's terminal as it is, such as one for its clipboard.</summary>
    public void WriteRaw(string sequence) => _terminal?.Write(sequence);

    /// <summary>Shows the content until it is finished; false when there is no terminal.</summary>
    public bool Run()
    {
        using var app = HeadlessLibrary.Start();
        HeadlessLibrary.StopInputLoop(app);
        _app = app;
        using var terminal = OuterTerminal.Open();
        if (terminal is null)
        {
            return false;
        }

        _terminal = terminal;
        UnhandledExceptionEventHandler restore = (_, _) => terminal.Dispose();
        AppDomain.CurrentDomain.UnhandledException += restore;
        Application.MaximumIterationsPerSecond = ushort.MaxValue;
        app.Iteration += (_, _) =>
        {
            // The library's context would queue what is awaited here to a loop that it does not wake.
            SynchronizationContext.SetSynchronizationContext(null);
            _loop.WaitForWork(Alarm(), OnAlarm);
            _view.SetNeedsDraw();
        };
        app.LayoutAndDrawComplete += (_, _) => WriteFrame();
        _content.Changed += _loop.Invalidate;
        try
        {
            _signals = new Signals(() => _loop.Post(Resize), () => _loop.Post(Stop));
            using var reader = new InputReader(bytes => _loop.Post(() => _decoder.Feed(bytes.Span)), () => _loop.Post(Stop));
            Resize();
            app.Run(_view);
        }
        finally
        {
            _content.Changed -= _loop.Invalidate;
            AppDomain.CurrentDomain.UnhandledException -= restore;
        }

        return true;
    }

    /// <summary>Ends it; until now a signal was answered, so that what the app cleans up when it ends is not cut off.</summary>
    public void Dispose()
    {
        _signals?.Dispose();
        _view.Dispose();
        _loop.Dispose();
    }

    private TimeSpan? Alarm() =>
        _decoder.IsWaiting && (_content.Alarm is not { } alarm || alarm > s_escapeTime) ? s_escapeTime : _content.Alarm;

    private void OnAlarm()
    {
        _decoder.Flush();
        AfterWork();
    }

    private void Dispatch(InputEvent input)
    {
        _content.Handle(input);
        AfterWork();
    }

    private void AfterWork()
    {
        if (_content.IsFinished)
        {
            Stop();
        }
    }

    private void Stop() => _app?.RequestStop(_view);

    private void Resize()
    {
        var size = OuterTerminal.Size;
        _writer.Invalidate();
        _content.Resize(size);
        _app!.Driver!.SetScreenSize(size.Columns, size.Rows);
    }

    private void WriteFrame()
    {
        if (_app?.Driver is not { Contents: { } contents })
        {
            return;
        }

        var frame = _writer.Render(contents, _view.FrameCursor);
        if (frame.Length > 0 && _terminal?.Write(frame) == false)
        {
            Stop();
        }
    }

    /// <summary>The signals that concern a full-screen program.</summary>
    private sealed class Signals : IDisposable
    {
        private readonly PosixSignalRegistration[] _registrations;

        public Signals(Action resize, Action stop)
        {
            if (OperatingSystem.IsWindows())
            {
                throw new PlatformNotSupportedException("Evolve runs on Linux; on Windows, start it inside WSL2.");
            }

            void Handle(PosixSignalContext context)
            {
                context.Cancel = true;
                stop();
            }

            _registrations =
            [
                PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => resize()),
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
                PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
                PosixSignalRegistration.Create(PosixSignal.SIGQUIT, Handle),
            ];
        }

        public void Dispose()
        {
            foreach (var registration in _registrations)
            {
                registration.Dispose();
            }
        }
    }
}
