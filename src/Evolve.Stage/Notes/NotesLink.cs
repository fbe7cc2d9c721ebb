using Evolve.Player.Commands;

namespace Evolve.Stage.Notes;

/// <summary>What a notes window knows.</summary>
/// <param name="State">The last moment that it was told; null while no talk is on.</param>
/// <param name="Since">When that came, as a timestamp of the window's own clock.</param>
/// <param name="Vocabulary">What commands can name.</param>
/// <param name="Refused">Why the talk hung up, in a sentence; or null.</param>
public sealed record NotesLink(NotesState? State, long Since, CommandVocabulary Vocabulary, string? Refused = null)
{
    /// <summary>No talk.</summary>
    public static NotesLink None { get; } = new(null, 0, CommandVocabulary.Empty);

    /// <summary>What to say while no talk is on.</summary>
    public string Absence => Refused ?? "No talk is on yet: start one with ./run.sh; this window will find it.";
}
