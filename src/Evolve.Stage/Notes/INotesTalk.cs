using Evolve.Player.Commands;

namespace Evolve.Stage.Notes;

/// <summary>A talk as the notes server sees it.</summary>
public interface INotesTalk
{
    /// <summary>Raised, on any thread and often, after <see cref="Read"/> would give something else.</summary>
    event Action? Changed;

    /// <summary>What commands can name now.</summary>
    CommandVocabulary Vocabulary { get; }

    /// <summary>The moment.</summary>
    NotesState Read();

    /// <summary>Does a command.</summary>
    /// <exception cref="CommandException">It cannot be done, or failed.</exception>
    Task RunAsync(string line, Action<string> print, CancellationToken cancellationToken);
}
