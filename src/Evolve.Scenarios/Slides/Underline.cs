using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;
using Markdig.Syntax;

namespace Evolve.Scenarios.Slides;

/// <summary>Headings by underline (setext) are errors: beside slide breaks they are traps.</summary>
internal static class Underline
{
    /// <summary>Tells it at the underline; true when that is of dashes, by which a slide break was surely meant.</summary>
    public static bool Report(SourceText source, HeadingBlock heading, Problems problems)
    {
        var line = source.LineOf(heading.Span.End);
        var text = source.Line(line);
        var indent = text.Length - text.TrimStart([' ', '\t', '>']).Length;
        var isDashes = text.Contains('-');
        problems.Add(
            source,
            source.LineStart(line) + indent,
            isDashes
                ? "This underline makes a heading of the text above; put a blank line before `---` to begin a slide, or write the heading with `#`."
                : "Write a heading with `#`; an underline of `=` is not used here.");
        return isDashes;
    }
}
