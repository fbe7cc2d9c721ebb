using Evolve.Player.Commands;
using Evolve.Stage.Notes;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Notes;

/// <summary>What the notes window is given by whoever starts it.</summary>
/// <param name="Client">Its end of the socket.</param>
public sealed record NotesServices(NotesClient Client)
{
    /// <summary>The commands that were typed.</summary>
    public CommandHistory History { get; init; } = new(null);

    /// <summary>The theme that the user asked for; dark by default.</summary>
    public ThemeKind? Theme { get; init; }

    /// <summary>What the user's terminal can show.</summary>
    public TerminalAbilities Abilities { get; init; } = new(ColorDepth.TrueColor, IsUnicode: true);

    /// <summary>The clock of everything that is shown.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
