using System.Reflection;
using Terminal.Gui.App;
using Terminal.Gui.Drivers;
using Terminal.Gui.Time;

namespace Evolve.Tui.Host;

/// <summary>
/// Starts the library without a terminal: for tests, and for the app, which serves the terminal itself (see
/// <see cref="AppHost"/>).
/// </summary>
internal static class HeadlessLibrary
{
    /// <summary>The only way to tell the library that it has no terminal.</summary>
    private const string NoTerminal = "DisableRealDriverIO";

    /// <summary>The environment is the process's: of two that start at once, one must not take the other's mark for the user's.</summary>
    private static readonly Lock s_environment = new();

    /// <summary>Starts it, with no key of its own bound: its Esc would quit.</summary>
    public static IApplication Start(ITimeProvider? time = null)
    {
        using var mine = s_environment.EnterScope();
        var before = Environment.GetEnvironmentVariable(NoTerminal);
        Environment.SetEnvironmentVariable(NoTerminal, "1");
        try
        {
            var app = time is null ? Application.Create() : Application.Create(time);
            app.Init(DriverRegistry.Names.ANSI);
            app.Keyboard.KeyBindings.Clear();
            return app;
        }
        finally
        {
            // Steps inherit our environment: nothing of this may reach them.
            Environment.SetEnvironmentVariable(NoTerminal, before);
        }
    }

    /// <summary>
    /// Ends the library's own input loop, which asks 50 times a second for keys that cannot come and takes 1 to 3 % of a
    /// core for it. It has no public switch; false when this version of the library keeps it elsewhere.
    /// </summary>
    public static bool StopInputLoop(IApplication app)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;
        var coordinator = app.GetType().GetProperty("Coordinator", Hidden)?.GetValue(app);
        var source = coordinator?.GetType().GetField("_runCancellationTokenSource", Hidden)?.GetValue(coordinator);
        (source as CancellationTokenSource)?.Cancel();
        return source is CancellationTokenSource;
    }
}
