using System.Collections.Immutable;
using System.Diagnostics;
using Evolve.Scenarios.Comments;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Footnotes;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Markdig.Extensions.TaskLists;
using Md = Markdig.Syntax.Inlines;

namespace Evolve.Scenarios.Slides;

/// <summary>Converts running text.</summary>
internal sealed class InlineConverter(SourceText source, FootnoteNumbers footnotes, Problems problems)
{
    /// <summary>One sentence a paragraph: where there is one tag there are more.</summary>
    private bool _hasReportedHtml;

    /// <summary>The content of a paragraph, a heading or a cell.</summary>
    public ImmutableArray<Inline> Convert(Md.ContainerInline? container)
    {
        _hasReportedHtml = false;
        return ConvertAll(container);
    }

    private ImmutableArray<Inline> ConvertAll(Md.ContainerInline? container)
    {
        var result = ImmutableArray.CreateBuilder<Inline>();
        foreach (var inline in container ?? [])
        {
            Append(result, inline);
        }

        return result.ToImmutable();
    }

    private void Append(ImmutableArray<Inline>.Builder result, Md.Inline inline)
    {
        switch (inline)
        {
            case Md.LiteralInline literal:
                AppendText(result, literal.Content.ToString());
                break;
            case Md.HtmlEntityInline entity:
                AppendEntity(result, entity);
                break;
            case Md.CodeInline code:
                result.Add(new CodeInline(code.Content));
                break;
            case Md.EmphasisInline emphasis:
                result.Add(ConvertEmphasis(emphasis));
                break;
            case Md.LineBreakInline lineBreak:
                result.Add(new BreakInline(lineBreak.IsHard));
                break;
            case Md.AutolinkInline link:
                result.Add(new LinkInline(link.IsEmail ? $"mailto:{link.Url}" : link.Url, [new TextInline(link.Url)]));
                break;
            case Md.LinkInline link:
                result.Add(ConvertLink(link));
                break;
            case FootnoteReference reference:
                result.Add(new FootnoteInline(footnotes.NumberOf(reference)));
                break;
            case Md.HtmlInline html:
                ReportHtml(html);
                break;
            case TaskList:
                // The list's item shows it.
                break;
            case Md.DelimiterInline delimiter:
                AppendText(result, delimiter.ToLiteral());
                result.AddRange(ConvertAll(delimiter));
                break;
            case Md.ContainerInline inner:
                result.AddRange(ConvertAll(inner));
                break;
            default:
                throw new UnreachableException($"No parser of the pipeline makes {inline.GetType()}.");
        }
    }

    private static void AppendText(ImmutableArray<Inline>.Builder result, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (result is [.., TextInline last])
        {
            result[^1] = new TextInline(CollapseBlanks(last.Text + text));
        }
        else
        {
            result.Add(new TextInline(CollapseBlanks(text)));
        }
    }

    /// <summary>A run of blanks is shown as one, as by a browser; an ignored comment leaves one on each side.</summary>
    private static string CollapseBlanks(string text)
    {
        text = text.Replace('\t', ' ');
        while (text.Contains("  ", StringComparison.Ordinal))
        {
            text = text.Replace("  ", " ", StringComparison.Ordinal);
        }

        return text;
    }

    private void AppendEntity(ImmutableArray<Inline>.Builder result, Md.HtmlEntityInline entity)
    {
        var text = entity.Transcoded.ToString();
        if (text.Any(char.IsControl))
        {
            problems.Add(source, entity.Span.Start, "This entity stands for a control character, which has no place in a text; remove it.");
            return;
        }

        AppendText(result, text);
    }

    private Inline ConvertEmphasis(Md.EmphasisInline emphasis)
    {
        var content = ConvertAll(emphasis);
        return emphasis switch
        {
            { DelimiterChar: '~' } => new StrikeInline(content),
            { DelimiterCount: 2 } => new StrongInline(content),
            _ => new EmphasisInline(content),
        };
    }

    private Inline ConvertLink(Md.LinkInline link)
    {
        var url = link.Url ?? "";
        if (url.Any(char.IsControl))
        {
            problems.Add(source, link.Span.Start, "The address of this link holds a control character; remove it.");
        }

        if (!link.IsImage)
        {
            return new LinkInline(url, ConvertAll(link));
        }

        var description = PlainText.Of(link);
        if (description.Length == 0)
        {
            problems.Add(source, link.Span.Start, "This image needs a description, since that is what a terminal shows: `![description](file)`.");
        }

        return new ImageInline(url, description);
    }

    private void ReportHtml(Md.HtmlInline html)
    {
        if (html.Tag.StartsWith("<!--", StringComparison.Ordinal))
        {
            var (directive, sentence) = CommentText.Read(html.Tag[4..Math.Max(4, html.Tag.Length - 3)], html.Span.Start);
            if (directive is not null)
            {
                problems.Add(source, html.Span.Start, "Put this comment on a line of its own; in the middle of a text it does nothing.");
            }
            else if (sentence is not null)
            {
                problems.Add(source, html.Span.Start, sentence);
            }
        }
        else if (!_hasReportedHtml)
        {
            _hasReportedHtml = true;
            problems.Add(source, html.Span.Start, CommentScanner.RawHtml);
        }
    }
}
