using System.Globalization;
using System.Text;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Files;

/// <summary>Turns a file's bytes into text, or into sentences that say why they are none.</summary>
internal sealed class SourceLoader(IFileReader files, Problems problems)
{
    /// <summary>In bytes, of all files together. Ten times what a long talk needs; more is a mistake, such as a log with the wrong name.</summary>
    public const int SizeLimit = 1024 * 1024;

    /// <summary>In characters. Nobody writes such a line by hand, and no stage can show it.</summary>
    public const int LineLimit = 10_000;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private int _size;

    /// <summary>The text, or null when there is none to go on with; then the problem has been told.</summary>
    public SourceText? Load(string displayPath, string fullPath)
    {
        var bytes = files.Read(fullPath, SizeLimit + 1);
        _size += bytes.Length;
        var start = new SourceLocation(displayPath, 1, 1);
        if (_size > SizeLimit)
        {
            problems.Add(start, _size == bytes.Length
                ? "The file is larger than 1 MB, and that is the most."
                : "With this file the scenario is larger than 1 MB, and that is the most.");
            return null;
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            problems.Add(start, "The file is UTF-16; save it as UTF-8.");
            return null;
        }

        var content = bytes.AsSpan();
        if (content is [0xEF, 0xBB, 0xBF, .. var rest])
        {
            content = rest;
        }

        if (content.Contains((byte)0))
        {
            problems.Add(start, "The file is binary; a scenario is a text file in Markdown.");
            return null;
        }

        if (!TryDecode(content, displayPath, out var text))
        {
            return null;
        }

        var source = new SourceText(displayPath, fullPath, NormaliseLineEnds(text));
        ReportControlCharacters(source);
        return ReportLongLines(source) ? null : source;
    }

    private static string NormaliseLineEnds(string text) => text.Contains('\r', StringComparison.Ordinal)
        ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
        : text;

    private bool TryDecode(ReadOnlySpan<byte> content, string displayPath, out string text)
    {
        try
        {
            text = StrictUtf8.GetString(content);
            return true;
        }
        catch (DecoderFallbackException exception)
        {
            var good = NormaliseLineEnds(Encoding.UTF8.GetString(content[..exception.Index]));
            var place = new SourceText(displayPath, displayPath, good).Locate(good.Length);
            problems.Add(place, "The file is not UTF-8 from here on; save it as UTF-8.");
            text = "";
            return false;
        }
    }

    /// <summary>
    /// Escape sequences could command the terminal, so none gets in. One sentence a file: whoever pasted one has
    /// pasted many.
    /// </summary>
    private void ReportControlCharacters(SourceText source)
    {
        var first = -1;
        var count = 0;
        for (var i = 0; i < source.Text.Length; i++)
        {
            if (char.IsControl(source.Text[i]) && source.Text[i] is not ('\n' or '\t'))
            {
                first = first < 0 ? i : first;
                count++;
            }
        }

        if (count > 0)
        {
            var code = ((int)source.Text[first]).ToString("X4", CultureInfo.InvariantCulture);
            var others = count > 1 ? $" and {count - 1} more in this file" : "";
            problems.Add(source, first, $"This is the control character U+{code}, which has no place in a text; remove it{others}.");
        }
    }

    private bool ReportLongLines(SourceText source)
    {
        var any = false;
        for (var line = 0; line < source.LineCount; line++)
        {
            var length = source.Line(line).Length;
            if (length > LineLimit)
            {
                problems.Add(
                    source,
                    source.LineStart(line),
                    $"This line has {length} characters, and {LineLimit} are the most; break it up.");
                any = true;
            }
        }

        return any;
    }
}
