namespace Evolve.Player.Recordings;

/// <summary>What a recording may be, so that a hostile file costs neither memory nor time.</summary>
internal static class CastLimits
{
    /// <summary>One line of a file, in bytes: recorders write a few kilobytes, ours far less.</summary>
    internal const int LineBytes = 1024 * 1024;

    /// <summary>Columns or rows of a terminal.</summary>
    internal const int Cells = 2000;

    /// <summary>The end of a recording.</summary>
    internal static readonly TimeSpan Time = TimeSpan.FromDays(30);

    /// <summary>A title or another text of the header, in characters; what is longer is cut.</summary>
    internal const int TextLength = 1000;

    /// <summary>Tags of a header.</summary>
    internal const int Tags = 100;

    /// <summary>The whole run log of a recording, in bytes.</summary>
    internal const long TrackBytes = 16 * 1024 * 1024;
}
