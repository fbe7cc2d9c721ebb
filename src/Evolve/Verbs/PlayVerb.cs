using System.CommandLine;
using Evolve.Playing;
using Evolve.Tui.Themes;

namespace Evolve.Verbs;

/// <summary><c>evolve [play] [FILE]</c>: the full-screen app.</summary>
internal static class PlayVerb
{
    private static readonly Dictionary<string, ThemeKind> Themes = new()
    {
        ["dark"] = ThemeKind.Dark,
        ["light"] = ThemeKind.Light,
        ["high-contrast"] = ThemeKind.HighContrast,
    };

    public static Command Create(Session session)
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "A scenario file, or the name of a shipped one; without it, the opening screen.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var theme = new Option<string?>("--theme") { Description = "dark, light or high-contrast." };
        theme.AcceptOnlyFromAmong([.. Themes.Keys]);
        var workshop = new Option<bool>("--workshop") { Description = "Play it as a workshop: exercises open a shell and check themselves, with hints and a summary." };
        var port = Options.Port();
        var verb = new Command("play", "Open the app; this is what happens without a verb.") { file, theme, workshop, port };
        verb.SetAction(parsed => Run(
            session,
            parsed.GetValue(file) is { } name ? session.ResolveScenario(name) : null,
            parsed.GetValue(theme) is { } kind ? Themes[kind] : null,
            parsed.GetValue(workshop),
            parsed.GetValue(port)));
        return verb;
    }

    /// <summary>Runs the app on this thread until it is left.</summary>
    public static int Run(Session session, string? scenario, ThemeKind? theme, bool isWorkshop, int port)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            throw new UserException("The app needs a terminal for its input and output; to play a scenario without one, type: ./run.sh verify FILE");
        }

        using var backstage = Backstage.Open(session, port);
        if (backstage.Host.Variable("TERM") is null or "dumb")
        {
            throw new UserException("This terminal cannot place text (TERM is unset or “dumb”): start in another one, or set TERM, for example to xterm-256color.");
        }

        var stage = new AppStage(backstage);
        return stage.Run(scenario, theme, isWorkshop);
    }
}
