using System.Collections.Immutable;
using System.Globalization;
using Evolve.Scenarios.Model;
using Evolve.Tui.Drawing;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Blocks;

/// <summary>Draws blocks one below the other.</summary>
internal sealed class BlockRenderer
{
    private const int LeastWidth = 4;
    private readonly SlideView _view;
    private readonly bool _isCompact;
    private readonly ISyntaxHighlighter _highlighter;
    private readonly Theme _theme;
    private readonly InlineText _text;

    /// <param name="view">The slide with its states.</param>
    /// <param name="isCompact">True to leave out the spaces that a slide can do without.</param>
    /// <param name="highlighter">Colours code.</param>
    public BlockRenderer(SlideView view, bool isCompact, ISyntaxHighlighter highlighter)
    {
        (_view, _isCompact, _highlighter, _theme) = (view, isCompact, highlighter, view.Theme);
        _text = new InlineText(_theme);
    }

    /// <summary>The lines of blocks.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="width">Columns.</param>
    /// <param name="reveal">The pauses that hide all of it.</param>
    /// <param name="isTight">True when no empty lines part the blocks.</param>
    public IEnumerable<BlockLine> Draw(ImmutableArray<Block> blocks, int width, int reveal = 0, bool isTight = false)
    {
        Block? before = null;
        foreach (var block in blocks)
        {
            var own = Math.Max(reveal, block.Reveal);
            if (before is not null && NeedsSpace(before, block, isTight))
            {
                yield return new BlockLine(StyledLine.Empty, own);
            }

            foreach (var line in Draw(block, Math.Max(LeastWidth, width), own))
            {
                yield return line;
            }

            before = block;
        }
    }

    private bool NeedsSpace(Block before, Block block, bool isTight) =>
        !(isTight && before is ParagraphBlock && block is (ListBlock or ParagraphBlock))
        && !(_isCompact && before is HeadingBlock)
        && before is not HeadingBlock { Level: > 2 };

    private IEnumerable<BlockLine> Draw(Block block, int width, int reveal) => block switch
    {
        HeadingBlock heading => Plain(Heading(heading, width), reveal),
        ParagraphBlock paragraph => Plain(Wrapping.Wrap(_text.Spans(paragraph.Content, Role.Text), width), reveal),
        ListBlock list => List(list, width, reveal, 0),
        QuoteBlock quote => Quote(quote, width, reveal),
        CodeBlock code => Code(code, width, reveal),
        StepBlock { Step: { Kind: StepKind.Exercise } exercise } => new ExerciseCard(_highlighter, _text, _theme)
            .Draw(exercise, _view, width)
            .Select(line => new BlockLine(line, reveal, exercise.Id)),
        QuizBlock quiz => Plain(new QuizLines(_text, _theme).Draw(quiz.Quiz, _view.Workshop.AnswerTo(quiz.Quiz.Id), width), reveal),
        StepBlock step => new StepCard(_highlighter, _theme)
            .Draw(step.Step, _view.StateOf(step.Step.Id), _view.Now, width)
            .Select(line => new BlockLine(line, reveal, step.Step.Id)),
        RuleBlock => Plain([RuleLine(_theme.Symbols.Lines[0], width, Role.Rule)], reveal),
        TableBlock table => Plain(new TableLines(_text, _theme).Draw(table, width), reveal),
        _ => [],
    };

    private static IEnumerable<BlockLine> Plain(IEnumerable<StyledLine> lines, int reveal) =>
        lines.Select(line => new BlockLine(line, reveal));

    private IEnumerable<StyledLine> Heading(HeadingBlock heading, int width)
    {
        var role = heading.Level switch { 1 => Role.Heading1, 2 => Role.Heading2, _ => Role.Heading3 };
        IEnumerable<StyledLine> lines = Wrapping.Wrap(_text.Spans(heading.Content, role), width);
        return heading.Level switch
        {
            1 => lines.Append(RuleLine(_theme.Symbols.Lines[9], width, Role.Heading1)),
            2 => lines.Append(RuleLine(_theme.Symbols.Lines[0], width, Role.Rule)),
            _ => lines,
        };
    }

    private StyledLine RuleLine(char character, int width, Role role)
    {
        var style = _theme[role] with { Attributes = default };
        return new StyledLine([new Span(new string(character, width), style)]);
    }

    private IEnumerable<BlockLine> List(ListBlock list, int width, int reveal, int depth)
    {
        var last = (list.Start ?? 0) + Math.Max(0, list.Items.Length - 1);
        var numberWidth = last.ToString(CultureInfo.InvariantCulture).Length;
        for (var i = 0; i < list.Items.Length; i++)
        {
            var item = list.Items[i];
            var own = Math.Max(reveal, item.Reveal);
            if (i > 0 && list.IsLoose && !_isCompact)
            {
                yield return new BlockLine(StyledLine.Empty, own);
            }

            var marker = item.Checked switch
            {
                true => _theme.Symbols.TaskBox.Ticked,
                false => _theme.Symbols.TaskBox.Open,
                null when list.Start is { } start => $"{(start + i).ToString(CultureInfo.InvariantCulture).PadLeft(numberWidth)}.",
                null => _theme.Symbols.Bullets[depth % _theme.Symbols.Bullets.Length].ToString(),
            };
            var role = item.Checked == true ? Role.StepDone : Role.Accent;
            foreach (var line in Item(item, marker, role, width, own, depth, !list.IsLoose))
            {
                yield return line;
            }
        }
    }

    private IEnumerable<BlockLine> Item(ListItem item, string marker, Role role, int width, int reveal, int depth, bool isTight)
    {
        var indent = CellText.Width(marker) + 1;
        var isFirst = true;
        Block? before = null;
        foreach (var block in item.Blocks)
        {
            var own = Math.Max(reveal, block.Reveal);
            if (before is not null && NeedsSpace(before, block, isTight))
            {
                yield return new BlockLine(StyledLine.Empty, own);
            }

            var inner = Math.Max(LeastWidth, width - indent);
            var lines = block is ListBlock nested ? List(nested, inner, own, depth + 1) : Draw(block, inner, own);
            foreach (var line in lines)
            {
                yield return line with
                {
                    Line = isFirst
                        ? new LineBuilder().Add(marker, _theme[role]).Add(" ", _theme.Fill(Surface.Canvas)).Add(line.Line).Build()
                        : line.Line.Indent(indent, _theme.Fill(Surface.Canvas)),
                };
                isFirst = false;
            }

            before = block;
        }

        if (isFirst)
        {
            yield return new BlockLine(StyledLines.Of(marker, _theme[role]), reveal);
        }
    }

    private IEnumerable<BlockLine> Quote(QuoteBlock quote, int width, int reveal)
    {
        var bar = $"{_theme.Symbols.QuoteBar} ";
        foreach (var line in Draw(quote.Blocks, width - CellText.Width(bar), reveal))
        {
            var builder = new LineBuilder().Add(bar, _theme[Role.Accent]);
            foreach (var span in line.Line.Spans)
            {
                var isText = span.Style == _theme[Role.Text];
                builder.Add(span.Text, isText ? _theme[Role.Quote] : span.Style);
            }

            yield return line with { Line = builder.Build() };
        }
    }

    private IEnumerable<BlockLine> Code(CodeBlock code, int width, int reveal)
    {
        if (DiagramLines.IsDiagram(code.Language, code.Text))
        {
            var isWide = DiagramLines.WidthOf(code.Text) > width;
            return new DiagramLines(_theme)
                .Draw(code.Text, isWide ? _view.Width : width)
                .Select(line => new BlockLine(line, reveal, IsFullWidth: isWide));
        }

        var fill = _theme.Fill(Surface.Raised);
        return new CodeLines(_highlighter, _theme)
            .Draw(code.Language, code.Text, Math.Max(1, width - 2), Surface.Raised)
            .Select(line => new BlockLine(new LineBuilder().Add(" ", fill).Add(line).PadTo(width, fill).Build(), reveal));
    }
}
