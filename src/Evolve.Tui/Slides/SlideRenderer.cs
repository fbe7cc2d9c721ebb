using System.Collections.Immutable;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Tui.Drawing;
using Evolve.Tui.Slides.Blocks;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides;

/// <summary>
/// Draws slides; values in, lines out. What a pause hides keeps its place empty, and neither the state of a step nor the
/// colours of code change where the first line of anything stands, so that nothing jumps during a talk.
/// </summary>
public sealed class SlideRenderer(ISyntaxHighlighter highlighter)
{
    /// <summary>Text is never set wider than this, in columns, since longer lines are hard to read.</summary>
    public const int WidestText = 88;

    private const int FootnoteRule = 12;

    /// <summary>Draws one slide.</summary>
    public SlidePicture Render(SlideView view)
    {
        var margin = view.Width switch { < 30 => 1, < 60 => 2, _ => 4 };
        var measure = Math.Clamp(view.Width - (2 * margin), 1, WidestText);
        var left = (view.Width - measure) / 2;
        var isChapter = IsChapter(view.Slide);
        var footnotes = Footnotes(view, measure).ToImmutableArray();

        // How much space there is depends on the untouched slide alone.
        var untouched = view with { Steps = ImmutableDictionary<string, StepState>.Empty, Workshop = new() { IsOn = view.Workshop.IsOn } };
        var height = Body(untouched, measure, isCompact: false).Count();
        var isCompact = height + footnotes.Length + 1 > view.Height;
        var top = isCompact ? 0 : TopMargin(view.Height, height + footnotes.Length, isChapter);

        var lines = Enumerable.Repeat(new SlideLine(StyledLine.Empty), top).ToList();
        foreach (var line in Body(view, measure, isCompact))
        {
            var placed = (isChapter, line.IsFullWidth) switch
            {
                (_, true) => line.Line,
                (true, _) => line.Line.Center(view.Width, view.Theme.Fill(Surface.Canvas)),
                _ => line.Line.Indent(left, view.Theme.Fill(Surface.Canvas)),
            };
            lines.Add(Place(view, new SlideLine(placed, line.Reveal, line.StepId)));
        }

        var gap = footnotes.Length == 0 ? 0 : Math.Max(isCompact ? 0 : 1, view.Height - lines.Count - footnotes.Length);
        lines.AddRange(Enumerable.Repeat(new SlideLine(StyledLine.Empty), gap));
        lines.AddRange(footnotes.Select(line => Place(view, line with { Line = line.Line.Indent(left, view.Theme.Fill(Surface.Canvas)) })));
        while (lines.Count < view.Height)
        {
            lines.Add(new SlideLine(StyledLine.Empty));
        }

        return new SlidePicture([.. lines], view.Width, view.Height, view.Theme);
    }

    // What is hidden keeps its place, and a click there must not find the step that nobody sees yet.
    private static SlideLine Place(SlideView view, SlideLine line) => line.Reveal > view.Reveal
        ? new SlideLine(StyledLine.Empty, line.Reveal)
        : line with { Line = line.Line.Clip(view.Width, view.Theme.Symbols.Ellipsis) };

    private IEnumerable<BlockLine> Body(SlideView view, int measure, bool isCompact)
    {
        var lines = new BlockRenderer(view, isCompact, highlighter).Draw(view.Slide.Blocks, measure);
        if (!IsChapter(view.Slide))
        {
            return lines;
        }

        // The rule under a chapter's title is as wide as the title, so that it can stand in the middle.
        var drawn = lines.ToArray();
        var title = Array.FindIndex(drawn, line => line.Line.Text.Length > 0 && line.Line.Text.All(c => c == view.Theme.Symbols.Lines[9]));
        var width = Math.Min(measure, drawn.Take(Math.Max(1, title)).Max(line => line.Line.Width()) + 4);
        return drawn.Select((line, i) => i == title ? line with { Line = line.Line.Clip(width) } : line);
    }

    private static bool IsChapter(Slide slide) =>
        slide.Blocks is [HeadingBlock { Level: 1 }, ..] && slide.Blocks.All(block => block is HeadingBlock or ParagraphBlock);

    private static int TopMargin(int height, int used, bool isChapter)
    {
        var free = Math.Max(0, height - used);
        return isChapter ? free * 2 / 5 : height >= 40 ? Math.Clamp(free / 4, Math.Min(free, 1), 4) : Math.Min(free, 1);
    }

    private static IEnumerable<SlideLine> Footnotes(SlideView view, int measure)
    {
        var text = new InlineText(view.Theme);
        var reveals = view.Slide.Footnotes.ToDictionary(note => note, note => Reveals.OfFootnote(view.Slide, note.Number));
        if (reveals.Count == 0)
        {
            yield break;
        }

        yield return new SlideLine(
            new StyledLine([new Span(new string(view.Theme.Symbols.Lines[0], Math.Min(FootnoteRule, measure)), view.Theme[Role.Rule])]),
            reveals.Values.Min(),
            Footnote: 0);
        foreach (var (note, reveal) in reveals)
        {
            var mark = $"{text.Mark(note.Number)} ";
            var indent = CellText.Width(mark);
            var lines = Wrapping.Wrap(text.Spans(note.Content, Role.Muted, showsAddresses: true), measure - indent);
            for (var i = 0; i < lines.Length; i++)
            {
                var line = new LineBuilder();
                line.Add(i == 0 ? mark : new string(' ', indent), view.Theme[Role.Accent]).Add(lines[i]);
                yield return new SlideLine(line.Build(), reveal, Footnote: note.Number);
            }
        }
    }
}
