using Evolve.Scenarios.Files;

namespace Evolve.Scenarios.Heads;

/// <summary>Where the front matter is in a file: from its first <c>---</c> to its last.</summary>
/// <param name="Start">Where the first marker begins.</param>
/// <param name="TextStart">Where the YAML begins.</param>
/// <param name="TextEnd">Where the YAML ends.</param>
/// <param name="End">Where the last marker's line ends.</param>
internal sealed record HeadBlock(int Start, int TextStart, int TextEnd, int End)
{
    /// <summary>True when a line, from 0, is <c>---</c>.</summary>
    public static bool BeginsIn(SourceText source, int line = 0) => IsMarker(source.Line(line), "---");

    /// <summary>The front matter that begins in a line, from 0, or null when it is never closed.</summary>
    public static HeadBlock? Find(SourceText source, int first = 0)
    {
        for (var line = first + 1; line < source.LineCount; line++)
        {
            if (IsMarker(source.Line(line), "---") || IsMarker(source.Line(line), "..."))
            {
                return new HeadBlock(source.LineStart(first), source.LineStart(first + 1), source.LineStart(line), source.LineEnd(line));
            }
        }

        return null;
    }

    /// <summary>The file with blanks in place of the front matter, so that every offset stays what it is.</summary>
    public SourceText Blank(SourceText source)
    {
        var blank = new char[End - Start];
        for (var i = 0; i < blank.Length; i++)
        {
            blank[i] = source.Text[Start + i] == '\n' ? '\n' : ' ';
        }

        return source.WithText(string.Concat(source.Text.AsSpan(0, Start), blank, source.Text.AsSpan(End)));
    }

    private static bool IsMarker(ReadOnlySpan<char> line, string marker) => line.TrimEnd().SequenceEqual(marker);
}
