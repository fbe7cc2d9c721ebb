using System.Collections.Immutable;
using System.Globalization;
using Evolve.Scenarios.Model;
using Evolve.Terminal.Screen;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Blocks;

/// <summary>Turns running text into spans.</summary>
internal sealed class InlineText(Theme theme)
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>The spans of a text; a span of <c>\n</c> ends a line.</summary>
    /// <param name="content">The text.</param>
    /// <param name="role">What the plain parts are.</param>
    /// <param name="showsAddresses">True where a link's address is written after it.</param>
    public IEnumerable<Span> Spans(ImmutableArray<Inline> content, Role role, bool showsAddresses = false) =>
        content.SelectMany(inline => Of(inline, theme[role], showsAddresses));

    /// <summary>The number of a footnote as it stands in the text.</summary>
    public string Mark(int number) => theme.Symbols.IsUnicode
        ? string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']))
        : $"[{number}]";

    /// <summary>The text without any styles.</summary>
    public static string PlainText(ImmutableArray<Inline> content) => string.Concat(content.Select(inline => inline switch
    {
        TextInline text => text.Text,
        CodeInline code => code.Text,
        EmphasisInline emphasis => PlainText(emphasis.Content),
        StrongInline strong => PlainText(strong.Content),
        StrikeInline strike => PlainText(strike.Content),
        LinkInline link => PlainText(link.Content),
        ImageInline image => image.Description,
        BreakInline => " ",
        _ => "",
    }));

    private IEnumerable<Span> Of(Inline inline, CellStyle style, bool showsAddresses)
    {
        IEnumerable<Span> Inside(ImmutableArray<Inline> content, CellStyle inner) =>
            content.SelectMany(child => Of(child, inner, showsAddresses));

        return inline switch
        {
            TextInline text => [new Span(text.Text.Replace('\n', ' '), style)],
            EmphasisInline emphasis => Inside(emphasis.Content, With(style, CellAttributes.Italic)),
            StrongInline strong => Inside(strong.Content, Strong(style)),
            StrikeInline strike => Inside(strike.Content, With(style, CellAttributes.Strikethrough)),
            CodeInline code => [new Span(code.Text.Replace('\n', ' '), With(theme.On(Role.Code, Surface.Raised), style.Attributes))],
            LinkInline link => Link(link, style, Inside, showsAddresses),
            ImageInline image => [new Span($"{theme.Symbols.Image} ", theme[Role.Accent]), new Span(image.Description.Replace('\n', ' '), theme[Role.Muted])],
            FootnoteInline footnote => [new Span(Mark(footnote.Number), theme[Role.Accent])],
            BreakInline line => [new Span(line.IsHard ? "\n" : " ", style)],
            _ => [],
        };
    }

    private IEnumerable<Span> Link(
        LinkInline link, CellStyle style, Func<ImmutableArray<Inline>, CellStyle, IEnumerable<Span>> inside, bool showsAddress)
    {
        var shown = theme[Role.Link];
        foreach (var span in inside(link.Content, shown with { Attributes = shown.Attributes | style.Attributes }))
        {
            yield return span;
        }

        var address = Address(link.Url);
        var text = PlainText(link.Content);
        if (showsAddress && !Says(text, address))
        {
            yield return new Span($" {address}", theme[Role.Muted]);
        }
    }

    /// <summary>An address without what a reader adds unasked.</summary>
    private static string Address(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        return (start < 0 ? url : url[(start + 3)..]).TrimEnd('/');
    }

    // "doi:10.1145/1" says all that "doi.org/10.1145/1" says.
    private static bool Says(string text, string address) =>
        text.Contains(address, StringComparison.OrdinalIgnoreCase)
        || (text.StartsWith("doi:", StringComparison.OrdinalIgnoreCase) && address.EndsWith(text[4..], StringComparison.OrdinalIgnoreCase));

    private CellStyle Strong(CellStyle style) => style.Foreground == theme[Role.Text].Foreground
        ? theme[Role.Strong] with { Attributes = theme[Role.Strong].Attributes | style.Attributes }
        : With(style, CellAttributes.Bold);

    private static CellStyle With(CellStyle style, CellAttributes attributes) =>
        style with { Attributes = style.Attributes | attributes };
}
