using Evolve.Scenarios.Model;

namespace Evolve.Scenarios.Files;

/// <summary>A file's text with a map from offsets to places; line ends are <c>\n</c>.</summary>
internal sealed class SourceText
{
    private readonly List<int> _lineStarts = [0];

    public SourceText(string displayPath, string fullPath, string text)
    {
        DisplayPath = displayPath;
        FullPath = fullPath;
        Text = text;
        for (var i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
        {
            _lineStarts.Add(i + 1);
        }
    }

    /// <summary>The path that errors show.</summary>
    public string DisplayPath { get; }

    /// <summary>The path after links are resolved.</summary>
    public string FullPath { get; }

    public string Text { get; }

    public int LineCount => _lineStarts.Count;

    /// <summary>The same file with other text of the same length.</summary>
    public SourceText WithText(string text) => new(DisplayPath, FullPath, text);

    /// <summary>The place of an offset; columns count code points, as an editor's cursor does.</summary>
    public SourceLocation Locate(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var line = LineOf(offset);
        var column = 1;
        foreach (var _ in Text.AsSpan(_lineStarts[line], offset - _lineStarts[line]).EnumerateRunes())
        {
            column++;
        }

        return new SourceLocation(DisplayPath, line + 1, column);
    }

    /// <summary>The line, from 0, that an offset lies in.</summary>
    public int LineOf(int offset)
    {
        var index = _lineStarts.BinarySearch(offset);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>Where a line, from 0, begins.</summary>
    public int LineStart(int line) => _lineStarts[line];

    /// <summary>A line, from 0, without its end.</summary>
    public ReadOnlySpan<char> Line(int line) => Text.AsSpan(_lineStarts[line], LineEnd(line) - _lineStarts[line]);

    /// <summary>Where a line, from 0, ends: the offset of its <c>\n</c>, or of the end of the text.</summary>
    public int LineEnd(int line) => line + 1 < _lineStarts.Count ? _lineStarts[line + 1] - 1 : Text.Length;
}
