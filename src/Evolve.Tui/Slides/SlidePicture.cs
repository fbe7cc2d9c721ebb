using System.Collections.Immutable;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides;

/// <summary>A drawn slide: all its lines, of which a window is on the screen.</summary>
public sealed class SlidePicture
{
    private readonly int _width;
    private readonly Theme _theme;

    internal SlidePicture(ImmutableArray<SlideLine> lines, int width, int height, Theme theme)
    {
        Lines = lines;
        Height = Math.Max(1, height);
        _width = width;
        _theme = theme;
    }

    /// <summary>All lines from the slide's top; at least <see cref="Height"/>.</summary>
    public ImmutableArray<SlideLine> Lines { get; }

    /// <summary>How many lines are on the screen.</summary>
    public int Height { get; }

    /// <summary>The greatest useful scroll; 0 when everything fits.</summary>
    public int MaxScroll => Lines.Length - Height;

    /// <summary>The <see cref="Height"/> lines on the screen, with marks where there is more above or below.</summary>
    /// <param name="scroll">How many lines are scrolled away at the top; brought into range.</param>
    public ImmutableArray<SlideLine> Window(int scroll)
    {
        var first = Math.Clamp(scroll, 0, MaxScroll);
        var window = Lines.AsSpan(first, Height).ToArray();
        if (first > 0)
        {
            window[0] = Mark(window[0], $"{_theme.Symbols.More.Up} more");
        }

        if (first < MaxScroll)
        {
            window[^1] = Mark(window[^1], $"{_theme.Symbols.More.Down} more");
        }

        return [.. window];
    }

    /// <summary>The scroll nearest to <paramref name="scroll"/> that shows a step's whole card, or its top when it is too tall.</summary>
    public int ScrollToStep(string stepId, int scroll) => ScrollTo(line => line.StepId == stepId, scroll);

    /// <summary>The scroll nearest to <paramref name="scroll"/> that shows what the <paramref name="reveal"/>th pause has revealed.</summary>
    public int ScrollToReveal(int reveal, int scroll) => ScrollTo(line => line.Reveal == reveal && line.Footnote is null, scroll);

    /// <summary>The scroll nearest to <paramref name="scroll"/> that shows the end of what is revealed; footnotes need not be seen.</summary>
    public int ScrollToEnd(int reveal, int scroll)
    {
        var last = Lines.Length - 1;
        while (last > 0 && (Lines[last].Reveal > reveal || Lines[last].Footnote is not null || string.IsNullOrWhiteSpace(Lines[last].Line.Text)))
        {
            last--;
        }

        return Math.Max(Math.Clamp(scroll, 0, MaxScroll), Math.Clamp(last + 2 - Height, 0, MaxScroll));
    }

    private int ScrollTo(Func<SlideLine, bool> belongs, int scroll)
    {
        var current = Math.Clamp(scroll, 0, MaxScroll);
        var first = -1;
        var last = -1;
        for (var i = 0; i < Lines.Length; i++)
        {
            if (belongs(Lines[i]))
            {
                first = first < 0 ? i : first;
                last = i;
            }
        }

        if (first < 0)
        {
            return current;
        }

        // One line each way is kept free, since the marks of "more" take the first and the last one.
        if (last + 1 >= current + Height)
        {
            current = last + 2 - Height;
        }

        if (first - 1 < current)
        {
            current = first - 1;
        }

        return Math.Clamp(current, 0, MaxScroll);
    }

    private SlideLine Mark(SlideLine line, string text)
    {
        var label = CellText.Clip($" {text} ", _width, "");
        var left = _width - CellText.Width(label);
        return line with
        {
            Line = new LineBuilder()
                .Add(line.Line.Clip(left))
                .PadTo(left, _theme.Fill(Surface.Canvas))
                .Add(label, _theme.Badge(Role.Key))
                .Build(),
        };
    }
}
