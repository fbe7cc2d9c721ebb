using System.Globalization;
using Evolve.Terminal;

namespace Evolve.Player.Recordings;

/// <summary>One event of a recording.</summary>
/// <param name="At">When, from the beginning of the recording.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Data">Its text; what that means depends on the kind.</param>
public readonly record struct CastEvent(TimeSpan At, CastEventKind Kind, string Data)
{
    /// <summary>The new size of the terminal, in an event of that kind.</summary>
    public static CastEvent Resize(TimeSpan at, TerminalSize size) =>
        new(at, CastEventKind.Resize, string.Create(CultureInfo.InvariantCulture, $"{size.Columns}x{size.Rows}"));
}

/// <summary>The kinds of events that asciicast v2 and v3 know.</summary>
public enum CastEventKind
{
    /// <summary>"o": the program wrote this.</summary>
    Output,

    /// <summary>"i": somebody typed this.</summary>
    Input,

    /// <summary>"r": the terminal became COLUMNSxROWS.</summary>
    Resize,

    /// <summary>"m": a place with a name.</summary>
    Marker,

    /// <summary>"x": the program ended with this exit status; v3 alone knows it.</summary>
    Exit,
}
