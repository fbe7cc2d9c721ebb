using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Evolve.Scenarios.Comments;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Quizzes;
using Evolve.Scenarios.Reading;
using Evolve.Scenarios.Steps;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Md = Markdig.Syntax;

namespace Evolve.Scenarios.Slides;

/// <summary>Converts the blocks of one slide.</summary>
internal sealed class BlockConverter(SourceText source, SlideBuilder slide, InlineConverter inlines, QuizReader quizzes, Problems problems)
{
    /// <summary>How deep lists and quotes may nest: more has no room on eighty columns.</summary>
    public const int DepthLimit = 8;

    /// <summary>The blocks that are shown.</summary>
    public ImmutableArray<Block> Convert(IReadOnlyList<SlidePart> parts)
    {
        var result = new BlockSequence();
        for (var i = 0; i < parts.Count; i++)
        {
            switch (parts[i].Directive)
            {
                case { Kind: DirectiveKind.Quiz } quiz:
                    i += AppendQuiz(result, quiz, parts, i);
                    break;
                case { } directive:
                    slide.Apply(directive, isTopLevel: true);
                    break;
                default:
                    Append(result, parts[i].Block!, depth: 0);
                    break;
            }
        }

        return result.ToImmutable();
    }

    /// <summary>Appends a quiz; gives how many of the parts after its comment belong to it.</summary>
    private int AppendQuiz(BlockSequence result, Directive comment, IReadOnlyList<SlidePart> parts, int index)
    {
        var list = index + 1 < parts.Count ? parts[index + 1].Block as Md.ListBlock : null;
        var answer = list is not null && index + 2 < parts.Count && parts[index + 2].Directive is { Kind: DirectiveKind.Answer } found ? found : null;
        if (quizzes.Read(comment, list, answer) is { } quiz)
        {
            result.Add(new QuizBlock(quiz) { Reveal = slide.Show() });
            slide.AddStop(quiz);
        }

        return (list is null ? 0 : 1) + (answer is null ? 0 : 1);
    }

    private ImmutableArray<Block> Convert(Md.ContainerBlock container, int depth)
    {
        var result = new BlockSequence();
        if (depth > DepthLimit)
        {
            problems.Add(source, container.Span.Start, $"Lists and quotations nest deeper than {DepthLimit} levels here; write them flatter.");
            return [];
        }

        foreach (var block in container)
        {
            Append(result, block, depth);
        }

        return result.ToImmutable();
    }

    private void Append(BlockSequence result, Md.Block block, int depth)
    {
        switch (block)
        {
            case Md.HeadingBlock heading:
                AppendHeading(result, heading, depth);
                break;
            case Md.ParagraphBlock paragraph:
                AppendParagraph(result, paragraph);
                break;
            case Md.ListBlock list:
                AppendList(result, list, depth);
                break;
            case Md.QuoteBlock quote:
                var reveal = slide.Pauses;
                result.Add(new QuoteBlock(Convert(quote, depth + 1)) { Reveal = reveal });
                break;
            case Md.FencedCodeBlock fence:
                AppendFence(result, fence);
                break;
            case Md.CodeBlock code:
                result.Add(new CodeBlock("", FenceReader.TextOf(code)) { Reveal = slide.Show() });
                break;
            case Md.ThematicBreakBlock rule:
                AppendRule(result, rule);
                break;
            case Table table:
                AppendTable(result, table);
                break;
            case Md.HtmlBlock html:
                foreach (var directive in CommentScanner.Scan(source, html, problems))
                {
                    slide.Apply(directive, isTopLevel: false);
                }

                break;
            case Md.LinkReferenceDefinitionGroup or Md.LinkReferenceDefinition:
                break;
            default:
                throw new UnreachableException($"No parser of the pipeline makes {block.GetType()}.");
        }
    }

    private void AppendHeading(BlockSequence result, Md.HeadingBlock heading, int depth)
    {
        if (heading.IsSetext && depth > 0)
        {
            Underline.Report(source, heading, problems);
        }

        var content = inlines.Convert(heading.Inline);
        if (content.IsEmpty)
        {
            problems.Add(source, heading.Span.Start, "This heading is empty; write its text after the `#`.");
        }

        result.Add(new HeadingBlock(heading.Level, content) { Reveal = slide.Show() });
    }

    private void AppendParagraph(BlockSequence result, Md.ParagraphBlock paragraph)
    {
        var content = inlines.Convert(paragraph.Inline);
        if (!content.IsEmpty)
        {
            result.Add(new ParagraphBlock(content) { Reveal = slide.Show() });
        }
    }

    private void AppendList(BlockSequence result, Md.ListBlock list, int depth)
    {
        var reveal = slide.Pauses;
        var items = ImmutableArray.CreateBuilder<ListItem>();
        foreach (var item in list.OfType<Md.ListItemBlock>())
        {
            var itemReveal = slide.Show();
            var box = item.FirstOrDefault() is Md.ParagraphBlock { Inline.FirstChild: TaskList task } ? task : null;
            items.Add(new ListItem(TrimBox(Convert(item, depth + 1), box), box?.Checked) { Reveal = itemReveal });
        }

        int? start = list.IsOrdered
            ? int.Parse(list.OrderedStart ?? "1", NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
        result.AddList(
            new ListBlock(start, list.IsLoose, items.ToImmutable()) { Reveal = reveal },
            list.IsOrdered ? list.OrderedDelimiter : list.BulletType);
    }

    /// <summary>Takes the blank between a task's box and its text.</summary>
    private static ImmutableArray<Block> TrimBox(ImmutableArray<Block> blocks, TaskList? box) =>
        box is not null && blocks is [ParagraphBlock { Content: [TextInline first, .. var rest] } paragraph, .. var others]
            ? [paragraph with { Content = [new TextInline(first.Text.TrimStart()), .. rest] }, .. others]
            : blocks;

    private void AppendFence(BlockSequence result, Md.FencedCodeBlock fence)
    {
        if (!slide.TryGetStep(fence, out var step))
        {
            result.Add(new CodeBlock(FenceLine.Of(source, fence).Language, FenceReader.TextOf(fence)) { Reveal = slide.Show() });
        }
        else if (step is not null)
        {
            result.Add(new StepBlock(step) { Reveal = slide.Show() });
            slide.AddStop(step);
        }
    }

    private void AppendRule(BlockSequence result, Md.ThematicBreakBlock rule)
    {
        if (rule.ThematicChar == '-')
        {
            problems.Add(source, rule.Span.Start, "A slide cannot end in a list or a quotation; for a rule write `***`.");
        }

        result.Add(new RuleBlock { Reveal = slide.Show() });
    }

    private void AppendTable(BlockSequence result, Table table)
    {
        var reveal = slide.Show();
        var rows = table.OfType<TableRow>().ToList();
        var cells = rows
            .Select(row => row.OfType<TableCell>().Select(ConvertCell).ToImmutableArray())
            .ToList();

        // Markdig widens the header for a row that is too long, by cells that stand nowhere.
        if (rows[0].OfType<TableCell>().Any(cell => cell.Span.IsEmpty && cell.Count == 0))
        {
            problems.Add(source, table.Span.Start, "A row of this table has more cells than its header; add to the header, or write `\\|` for a bar in a text.");
        }

        var width = cells.Max(row => row.Length);
        var alignments = Enumerable.Range(0, width)
            .Select(column => column < table.ColumnDefinitions.Count ? table.ColumnDefinitions[column].Alignment : null)
            .Select(alignment => alignment switch
            {
                TableColumnAlign.Center => ColumnAlignment.Center,
                TableColumnAlign.Right => ColumnAlignment.Right,
                _ => ColumnAlignment.Left,
            });
        result.Add(new TableBlock([.. alignments], Fill(cells[0], width), [.. cells.Skip(1).Select(row => Fill(row, width))])
        {
            Reveal = reveal,
        });
    }

    private ImmutableArray<Inline> ConvertCell(TableCell cell) =>
        cell.FirstOrDefault() is Md.ParagraphBlock paragraph ? Trim(inlines.Convert(paragraph.Inline)) : [];

    /// <summary>Takes the blanks between a cell's text and its bars.</summary>
    private static ImmutableArray<Inline> Trim(ImmutableArray<Inline> content)
    {
        if (content is [TextInline first, ..])
        {
            content = content.SetItem(0, new TextInline(first.Text.TrimStart()));
        }

        if (content is [.., TextInline last])
        {
            content = content.SetItem(content.Length - 1, new TextInline(last.Text.TrimEnd()));
        }

        return content.RemoveAll(inline => inline is TextInline { Text: "" });
    }

    private static ImmutableArray<ImmutableArray<Inline>> Fill(ImmutableArray<ImmutableArray<Inline>> row, int width) =>
        [.. row, .. Enumerable.Repeat(ImmutableArray<Inline>.Empty, width - row.Length)];
}
