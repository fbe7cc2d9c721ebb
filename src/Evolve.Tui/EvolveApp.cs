using Evolve.Tui.Host;
using Evolve.Tui.Pages;

namespace Evolve.Tui;

/// <summary>The full-screen app.</summary>
public sealed class EvolveApp(AppServices services)
{
    /// <summary>What is to be printed once the terminal is the user's again, such as what was removed; or null.</summary>
    public string? Farewell { get; private set; }

    /// <summary>Shows the app until the user leaves it or a signal ends it; the terminal is restored in any case.</summary>
    /// <returns>0; or 1 when standard input is no terminal.</returns>
    public int Run()
    {
        var window = new AppWindow(services);
        using var host = new AppHost(window);
        try
        {
            window.RawOutput += host.WriteRaw;
            return host.Run() ? 0 : 1;
        }
        finally
        {
            // Steps and shells end while the host still answers signals.
            Farewell = window.Farewell;
            window.Dispose();
        }
    }
}
