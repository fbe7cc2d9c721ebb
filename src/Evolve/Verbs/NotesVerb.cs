using System.CommandLine;
using Evolve.Player.Commands;
using Evolve.Stage.Notes;
using Evolve.Talking;
using Evolve.Tui.Notes;
using Evolve.Tui.Themes;

namespace Evolve.Verbs;

/// <summary><c>evolve notes</c>: the presenter's own window beside a talk that is given in another terminal.</summary>
internal static class NotesVerb
{
    public static Command Create(Session session)
    {
        var plain = new Option<bool>("--plain") { Description = "Plain lines instead of a full screen; commands are read from standard input." };
        var socket = new Option<string?>("--socket") { Description = "The talk's socket, when it was brought here from another machine by ssh -L." };
        var theme = PlayVerb.ThemeOption();
        var verb = new Command("notes", "Show notes, times and what comes next of the talk that is given in another terminal, and control it.") { plain, socket, theme };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            session, parsed.GetValue(plain), parsed.GetValue(socket), PlayVerb.ThemeOf(parsed.GetValue(theme)), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Session session, bool isPlain, string? socket, ThemeKind? theme, CancellationToken cancellationToken)
    {
        using var backstage = Backstage.Open(session);
        var paths = socket is null ? NotesClient.PathsIn(backstage.State[FolderName]) : [socket];
        await using var client = new NotesClient(paths, TimeProvider.System);
        if (isPlain)
        {
            return await new PlainNotes(client, session.Input, session.Output, session.Error).RunAsync(Console.IsInputRedirected, cancellationToken);
        }

        PlayVerb.RequireTerminal(backstage, "to read the notes without one, type: ./run.sh notes --plain");
        var isShown = new NotesApp(new NotesServices(client)
        {
            History = new CommandHistory(backstage.State["history"]),
            Theme = theme,
            Abilities = TerminalAbilities.Read(backstage.Host.Variable),
        }).Run();
        return isShown ? ExitCode.Success : throw new UserException("Standard input is not a terminal, so there is nothing to show the notes on.");
    }

    /// <summary>The socket's folder in the state folder.</summary>
    internal const string FolderName = "notes";
}
