using System.Text;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;

namespace Evolve.Scenarios.Slides;

/// <summary>Running text without its marks, for titles and for the descriptions of images.</summary>
internal static class PlainText
{
    public static string Of(ContainerInline? container)
    {
        var text = new StringBuilder();
        Append(text, container);
        return text.ToString().Trim();
    }

    private static void Append(StringBuilder text, ContainerInline? container)
    {
        foreach (var inline in container ?? [])
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case TaskList:
                    break;
                case DelimiterInline delimiter:
                    text.Append(delimiter.ToLiteral());
                    Append(text, delimiter);
                    break;
                case ContainerInline inner:
                    Append(text, inner);
                    break;
            }
        }
    }
}
