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
        var theme = ThemeOption();
        var workshop = new Option<bool>("--workshop") { Description = "Play it as a workshop: exercises open a shell and check themselves, with hints and a summary." };
        var port = Options.Port();
        var verb = new Command("play", "Open the app; this is what happens without a verb.") { file, theme, workshop, port };
        verb.SetAction(parsed => Run(
            session,
            parsed.GetValue(file) is { } name ? session.ResolveScenario(name) : null,
            ThemeOf(parsed.GetValue(theme)),
            parsed.GetValue(workshop),
            parsed.GetValue(port)));
        return verb;
    }

    /// <summary>Runs the app on this thread until it is left.</summary>
    public static int Run(Session session, string? scenario, ThemeKind? theme, bool isWorkshop, int port)
    {
        using var backstage = Backstage.Open(session, port);
        RequireTerminal(backstage, "to play a scenario without one, type: ./run.sh verify FILE");
        var stage = new AppStage(backstage);
        return stage.Run(scenario, theme, isWorkshop);
    }

    /// <summary><c>--theme</c>.</summary>
    internal static Option<string?> ThemeOption()
    {
        var theme = new Option<string?>("--theme") { Description = "dark, light or high-contrast." };
        theme.AcceptOnlyFromAmong([.. Themes.Keys]);
        return theme;
    }

    /// <summary>The theme of a name, or null for none.</summary>
    internal static ThemeKind? ThemeOf(string? name) => name is null ? null : Themes[name];

    /// <summary>Makes sure that a full screen can be shown.</summary>
    /// <exception cref="UserException">It cannot.</exception>
    internal static void RequireTerminal(Backstage backstage, string otherwise)
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            throw new UserException($"The app needs a terminal for its input and output; {otherwise}");
        }

        if (backstage.Host.Variable("TERM") is null or "dumb")
        {
            throw new UserException("This terminal cannot place text (TERM is unset or “dumb”): start in another one, or set TERM, for example to xterm-256color.");
        }
    }
}
