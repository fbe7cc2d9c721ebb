using System.Collections.Immutable;
using Evolve.Tui.Drawing;

namespace Evolve.Tui.Notes;

/// <summary>The notes window as lines.</summary>
/// <param name="Lines">As many as it is high.</param>
/// <param name="MaxScroll">The greatest useful scroll; 0 when all notes fit.</param>
public sealed record NotesPicture(ImmutableArray<StyledLine> Lines, int MaxScroll);
