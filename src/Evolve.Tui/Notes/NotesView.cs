using System.Collections.Immutable;
using Evolve.Stage.Notes;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Notes;

/// <summary>What the notes window shows, apart from its last line.</summary>
public sealed record NotesView
{
    /// <summary>The moment; null while no talk is on.</summary>
    public NotesState? State { get; init; }

    /// <summary>The times now.</summary>
    public NotesTimes Times { get; init; } = new();

    /// <summary>What is said while no talk is on.</summary>
    public string Absence { get; init; } = "";

    /// <summary>What the last command printed.</summary>
    public ImmutableArray<string> Output { get; init; } = [];

    /// <summary>Lines of the notes that are scrolled away.</summary>
    public int Scroll { get; init; }

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>Lines.</summary>
    public required int Height { get; init; }

    /// <summary>How it looks.</summary>
    public required Theme Theme { get; init; }

    /// <summary>The moment, for the spinner.</summary>
    public DateTimeOffset Now { get; init; }
}
