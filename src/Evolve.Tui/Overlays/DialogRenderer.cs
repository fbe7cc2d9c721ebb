using Evolve.Tui.Drawing;
using Evolve.Tui.Slides.Blocks;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>Draws questions with their answers.</summary>
public static class DialogRenderer
{
    private const int WidestPlain = 64;
    private const int WidestDetailed = 100;

    /// <summary>The box; a line's item is the number of the answer on it.</summary>
    /// <param name="view">The question.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Lines of the screen.</param>
    /// <param name="theme">How it looks.</param>
    /// <param name="highlighter">For the colours of commands.</param>
    public static Overlay Render(DialogView view, int width, int height, Theme theme, ISyntaxHighlighter highlighter)
    {
        var widest = view.Details.IsEmpty ? WidestPlain : WidestDetailed;
        var box = new OverlayBox(theme, Math.Clamp(width - 4, 20, widest), view.Frame);
        var text = Wrapping.Wrap(view.Text, box[Role.Text], box.InnerWidth);
        var choices = Enumerable.Range(0, view.Choices.Length).SelectMany(i => Choice(view, i, box, theme)).Select(line => (OverlayLine?)line).ToArray();
        var hint = view.Hint is null ? [] : Wrapping.Wrap(view.Hint, box[Role.Muted], box.InnerWidth);

        var content = new List<OverlayLine?>();
        var details = view.Details.SelectMany(detail => Detail(detail, box, theme, highlighter)).ToArray();
        var fixedLines = choices.Length + 4 + (hint.Length > 0 ? hint.Length + 1 : 0) + (details.Length > 0 ? 2 : 0);

        // A reason can be long: the answers always stay on the screen.
        var textRoom = Math.Max(1, height - fixedLines - Math.Min(details.Length, 3));
        content.AddRange(text.Take(textRoom).Select((line, i) => (OverlayLine?)new OverlayLine(
            i == textRoom - 1 && text.Length > textRoom ? new LineBuilder().Add(line.Clip(box.InnerWidth - 2)).Add(theme.Symbols.Ellipsis, box[Role.Muted]).Build() : line)));

        var maxScroll = 0;
        var footer = StyledLine.Empty;
        if (details.Length > 0)
        {
            var room = Math.Clamp(height - fixedLines - Math.Min(text.Length, textRoom), 1, details.Length);
            maxScroll = details.Length - room;
            var first = Math.Clamp(view.Scroll, 0, maxScroll);
            content.Add(null);
            content.AddRange(details.Skip(first).Take(room).Select(line => (OverlayLine?)new OverlayLine(line)));
            footer = maxScroll == 0 ? footer : StyledLines.Of($"lines {first + 1} to {first + room} of {details.Length}", box[Role.Muted]);
        }

        content.Add(null);
        content.AddRange(choices);
        if (hint.Length > 0)
        {
            content.Add(new OverlayLine(StyledLine.Empty));
            content.AddRange(hint.Select(line => (OverlayLine?)new OverlayLine(line)));
        }

        return box.Build(view.Title, content, footer, maxScroll);
    }

    private static IEnumerable<OverlayLine> Choice(DialogView view, int index, OverlayBox box, Theme theme)
    {
        var choice = view.Choices[index];
        var surface = index == view.Selected ? Surface.Selected : Surface.Overlay;
        var head = new LineBuilder()
            .Add(index == view.Selected ? theme.Symbols.Marker : " ", theme.On(Role.Key, surface))
            .Add($" {choice.Key.PadRight(view.Choices.Max(other => CellText.Width(other.Key)))}  ", theme.On(Role.Key, surface))
            .Add($"{choice.Label.PadRight(view.Choices.Max(other => CellText.Width(other.Label)))}  ", theme.On(Role.Strong, surface));
        var what = Wrapping.Wrap(choice.What, theme.On(Role.Muted, surface), Math.Max(1, box.InnerWidth - head.Width));
        for (var i = 0; i < what.Length; i++)
        {
            var line = i == 0 ? head.Build() : new LineBuilder().PadTo(head.Width, theme.Fill(surface)).Build();
            yield return new OverlayLine(
                new LineBuilder().Add(line).Add(what[i]).Build()
                    .Clip(box.InnerWidth, theme.Symbols.Ellipsis)
                    .PadRight(box.InnerWidth, theme.Fill(surface)),
                index);
        }
    }

    private static IEnumerable<StyledLine> Detail(DialogDetail detail, OverlayBox box, Theme theme, ISyntaxHighlighter highlighter)
    {
        yield return StyledLines.Of(CellText.Clip(detail.Label, box.InnerWidth, theme.Symbols.Ellipsis), box[Role.Heading3]);
        var code = new CodeLines(highlighter, theme).Draw("sh", detail.Text, box.InnerWidth - 2, Surface.Overlay);
        foreach (var line in code)
        {
            yield return line.Indent(2, box.Fill);
        }
    }
}
