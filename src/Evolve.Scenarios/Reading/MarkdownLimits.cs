using Evolve.Scenarios.Files;
using Markdig.Parsers;
using Markdig.Syntax;

namespace Evolve.Scenarios.Reading;

/// <summary>
/// Markdown's parsing takes quadratic time for some texts that nobody writes by hand. These limits keep a file of the
/// largest size within seconds.
/// </summary>
internal static class MarkdownLimits
{
    /// <summary>How many marks of quotes and lists may begin a line.</summary>
    public const int OpeningLimit = 32;

    /// <summary>How many <c>[</c> one paragraph or table may hold.</summary>
    public const int BracketLimit = 300;

    /// <summary>How many <c>*</c>, <c>_</c> and <c>~</c> one paragraph or table may hold.</summary>
    public const int EmphasisLimit = 1000;

    /// <summary>How many <c>|</c> one line of a paragraph or table may hold.</summary>
    public const int BarLimit = 100;

    private static readonly object RefusedKey = new();

    /// <summary>Looks at every block of text before its inside is parsed, and leaves that undone when it is too much.</summary>
    public static void Watch(IEnumerable<BlockParser> parsers)
    {
        foreach (var parser in parsers.Where(parser => parser is ParagraphBlockParser or HeadingBlockParser))
        {
            parser.Closed += Inspect;
        }
    }

    /// <summary>False when lines open so many quotes and lists that the file is not parsed at all.</summary>
    public static bool CheckOpenings(SourceText source, Problems problems)
    {
        for (var line = 0; line < source.LineCount; line++)
        {
            if (CountOpenings(source.Line(line)) > OpeningLimit)
            {
                problems.Add(source, source.LineStart(line), "Lists and quotations are nested too deeply here; write them flatter.");
                problems.IsPartial = true;
                return false;
            }
        }

        return true;
    }

    /// <summary>Tells the blocks whose inside was not parsed.</summary>
    public static void Report(SourceText source, MarkdownDocument document, Problems problems)
    {
        foreach (var block in document.GetData(RefusedKey) as List<Block> ?? [])
        {
            problems.Add(source, block.Span.Start, "This paragraph has too many brackets, stars or bars to be read as Markdown; split it, or put it into a fence.");
            problems.IsPartial = true;
        }
    }

    private static void Inspect(BlockProcessor processor, Block block)
    {
        if (block is not LeafBlock { ProcessInlines: true } leaf || !IsTooMuch(leaf))
        {
            return;
        }

        leaf.ProcessInlines = false;
        if (processor.Document.GetData(RefusedKey) is not List<Block> refused)
        {
            processor.Document.SetData(RefusedKey, refused = []);
        }

        refused.Add(block);
    }

    private static bool IsTooMuch(LeafBlock block)
    {
        var (brackets, emphasis) = (0, 0);
        for (var i = 0; i < block.Lines.Count; i++)
        {
            var bars = 0;
            foreach (var character in block.Lines.Lines[i].Slice.AsSpan())
            {
                brackets += character == '[' ? 1 : 0;
                emphasis += character is '*' or '_' or '~' ? 1 : 0;
                bars += character == '|' ? 1 : 0;
            }

            if (bars > BarLimit)
            {
                return true;
            }
        }

        return brackets > BracketLimit || emphasis > EmphasisLimit;
    }

    private static int CountOpenings(ReadOnlySpan<char> line)
    {
        var count = 0;
        while (true)
        {
            line = line.TrimStart();
            var digits = 0;
            while (digits < line.Length && digits < 9 && char.IsAsciiDigit(line[digits]))
            {
                digits++;
            }

            var length = line is ['>', ..] ? 1
                : line is ['-' or '+' or '*', ' ' or '\t', ..] ? 2
                : digits > 0 && line[digits..] is ['.' or ')', ' ' or '\t', ..] ? digits + 2
                : 0;
            if (length == 0)
            {
                return count;
            }

            line = line[length..];
            count++;
        }
    }
}
