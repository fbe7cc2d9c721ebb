using Evolve.Scenarios.Files;
using Markdig.Syntax;

namespace Evolve.Scenarios.Steps;

/// <summary>The opening line of a fence, taken from the source, since Markdig resolves escapes in its info string.</summary>
/// <param name="Language">Its first word, up to a blank or a <c>{</c>.</param>
/// <param name="LanguageEnd">Where that word ends.</param>
/// <param name="Extra">What stands between it and the attributes.</param>
/// <param name="ExtraStart">Where that begins.</param>
/// <param name="Brace">Where the attributes begin, or -1.</param>
/// <param name="End">Where the line ends.</param>
internal sealed record FenceLine(string Language, int LanguageEnd, string Extra, int ExtraStart, int Brace, int End)
{
    public static FenceLine Of(SourceText source, FencedCodeBlock fence)
    {
        var text = source.Text;
        var end = source.LineEnd(source.LineOf(fence.Span.Start));
        var position = fence.Span.Start;
        while (position < end && text[position] == fence.FencedChar)
        {
            position++;
        }

        SkipBlanks();
        var start = position;
        while (position < end && !char.IsWhiteSpace(text[position]) && text[position] != '{')
        {
            position++;
        }

        var language = text[start..position];
        var languageEnd = position;
        SkipBlanks();
        var brace = text.IndexOf('{', position, end - position);
        var extra = text[position..(brace < 0 ? end : brace)].Trim();
        return new FenceLine(language, languageEnd, extra, position, brace, end);

        void SkipBlanks()
        {
            while (position < end && text[position] is (' ' or '\t'))
            {
                position++;
            }
        }
    }
}
