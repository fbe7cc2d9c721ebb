using Evolve.Scenarios.Comments;
using Evolve.Scenarios.Reading;
using Markdig.Syntax;

namespace Evolve.Scenarios.Slides;

/// <summary>Collects slides from the blocks of all files, in order.</summary>
internal sealed class SlideSplitter(Problems problems)
{
    private readonly List<SlideSource> _slides = [];
    private List<SlidePart> _parts = [];
    private int _offset;

    /// <summary>True when the part now collected began with a <c>---</c>.</summary>
    private bool _beginsWithBreak;

    /// <summary>All slides so far that are finished.</summary>
    public IReadOnlyList<SlideSource> Slides => _slides;

    public void Add(Block block) => Add(new SlidePart(block, null), block.Span.Start);

    public void Add(Directive directive) => Add(new SlidePart(null, directive), directive.Offset);

    /// <summary>Ends a slide where a file begins or ends, or another is included.</summary>
    public void BreakForFile(MarkdownFile file)
    {
        Finish(file);
        _beginsWithBreak = false;
    }

    /// <summary>Ends a slide at a <c>---</c>.</summary>
    public void Break(MarkdownFile file, ThematicBreakBlock rule)
    {
        var source = file.Source;
        var line = source.LineOf(rule.Span.Start);
        if (!source.Line(line).TrimEnd().SequenceEqual("---"))
        {
            problems.Add(source, rule.Span.Start, "Write a slide break as `---` and nothing else, and a rule as `***`.");
        }
        else if (line > 0 && !source.Line(line - 1).IsWhiteSpace())
        {
            problems.Add(source, rule.Span.Start, "A slide break needs a blank line before its `---`.");
        }
        else if (_beginsWithBreak && _parts.Count == 0)
        {
            problems.Add(source, rule.Span.Start, "The slide that ends here is empty; remove one `---`.");
        }

        Finish(file);
        _beginsWithBreak = true;
    }

    /// <summary>Tells that a text was underlined into a heading. By <c>---</c> a new slide was surely meant, so one begins.</summary>
    public void BreakAtUnderline(MarkdownFile file, HeadingBlock heading)
    {
        Add(heading);
        if (Underline.Report(file.Source, heading, problems))
        {
            Finish(file);
            _beginsWithBreak = false;
        }
    }

    private void Add(SlidePart part, int offset)
    {
        if (_parts.Count == 0)
        {
            _offset = offset;
        }

        _parts.Add(part);
    }

    private void Finish(MarkdownFile file)
    {
        if (_parts.Count > 0)
        {
            _slides.Add(new SlideSource(file, _offset, _parts));
            _parts = [];
        }
    }
}
