using Evolve.Stage.Notes;

namespace Evolve.Tui.Pages;

/// <content>The presenter's own windows, which follow the talk over a socket.</content>
internal sealed partial class PlayPage
{
    private TalkPicture? _picture;
    private NotesServer? _notes;

    private void ServeNotes()
    {
        if (_desk.Services.NotesFolder is not { } folder)
        {
            return;
        }

        _picture = new TalkPicture(Player, _desk.Services.Deployment, _desk.Services.Tiers, _commands.RunAsync, _desk.Services.Time);
        try
        {
            _notes = NotesServer.Open(folder, _picture, _desk.Services.Time);
        }
        catch (NotesException exception)
        {
            // A talk goes on without.
            _desk.Say(exception.Message);
        }
    }

    private async Task EndNotesAsync()
    {
        if (_notes is not null)
        {
            await _notes.DisposeAsync();
        }

        _picture?.Dispose();
    }
}
