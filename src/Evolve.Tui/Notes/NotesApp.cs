using Evolve.Tui.Host;

namespace Evolve.Tui.Notes;

/// <summary>The notes window, full screen.</summary>
public sealed class NotesApp(NotesServices services)
{
    /// <summary>Shows it until the user closes it or a signal ends it.</summary>
    /// <returns>False when standard input is no terminal.</returns>
    public bool Run()
    {
        using var host = new AppHost(new NotesWindow(services));
        services.Client.Start();
        return host.Run();
    }
}
