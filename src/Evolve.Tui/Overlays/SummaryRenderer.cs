using Evolve.Player.Exercises;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>Draws what an attendee has done.</summary>
public static class SummaryRenderer
{
    private const int Widest = 76;
    private const int TimeWidth = 8;

    /// <summary>The box.</summary>
    /// <param name="summary">What was done.</param>
    /// <param name="elapsed">Since the scenario was opened.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Lines of the screen.</param>
    /// <param name="theme">How it looks.</param>
    /// <param name="scroll">How many lines are scrolled away.</param>
    public static Overlay Render(WorkshopSummary summary, TimeSpan elapsed, int width, int height, Theme theme, int scroll)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(theme);
        var box = new OverlayBox(theme, Math.Clamp(width - 4, 20, Widest));
        var lines = summary.Chapters.SelectMany((chapter, i) => Chapter(chapter, i, box, theme)).ToArray();
        var total = Wrapping.Wrap(Total(summary, elapsed), box[Role.Strong], box.InnerWidth);
        var room = Math.Max(1, height - 5 - total.Length);
        var maxScroll = Math.Max(0, lines.Length - room);
        var first = Math.Clamp(scroll, 0, maxScroll);
        var content = lines.Skip(first).Take(room).Select(line => (OverlayLine?)new OverlayLine(line))
            .Append(null)
            .Concat(total.Select(line => (OverlayLine?)new OverlayLine(line)));
        var footer = maxScroll == 0 ? "any key closes"
            : first < maxScroll ? $"{theme.Symbols.More.Down} more with Down; another key closes"
            : $"{theme.Symbols.More.Up} more with Up; another key closes";
        return box.Build("What you have done", content, StyledLines.Of(footer, box[Role.Muted]), maxScroll);
    }

    private static IEnumerable<StyledLine> Chapter(ChapterSummary chapter, int index, OverlayBox box, Theme theme)
    {
        if (index > 0)
        {
            yield return StyledLine.Empty;
        }

        if (chapter.Title.Length > 0)
        {
            yield return StyledLines.Of(CellText.Clip(chapter.Title, box.InnerWidth, theme.Symbols.Ellipsis), box[Role.Heading3]);
        }

        foreach (var part in chapter.Parts)
        {
            var (symbol, role, words) = LookOf(part.Kind, theme);
            var time = part.Took is { } took ? Durations.Running(took) : "";
            var hints = part.Hints switch { 0 => "", 1 => ", 1 hint", var many => $", {many} hints" };
            var room = box.InnerWidth - TimeWidth;
            yield return new LineBuilder()
                .Add($"{symbol} ", box[role])
                .Add(CellText.Clip(part.Id, Math.Max(1, (room / 2) - 3), theme.Symbols.Ellipsis), box[Role.Text])
                .PadTo(room / 2, box.Fill)
                .Add(CellText.Clip(words + hints, room - (room / 2), theme.Symbols.Ellipsis), box[part.Kind == SummaryKind.Open ? Role.Muted : Role.Text])
                .PadTo(box.InnerWidth - CellText.Width(time), box.Fill)
                .Add(time, box[Role.Muted])
                .Build();
        }
    }

    private static (string Symbol, Role Role, string Words) LookOf(SummaryKind kind, Theme theme) => kind switch
    {
        SummaryKind.ByOneself => (theme.Symbols.Finding.Good, Role.StepDone, "by yourself"),
        SummaryKind.WithSolution => (theme.Symbols.Finding.Good, Role.Accent, "with the solution"),
        SummaryKind.AnsweredRight => (theme.Symbols.Finding.Good, Role.StepDone, "answered right"),
        SummaryKind.AnsweredWrong => (theme.Symbols.Finding.Problem, Role.Warning, "answered, not right"),
        SummaryKind.LeftOut => (theme.Symbols.Dot, Role.Muted, "left out"),
        _ => (theme.Symbols.Finding.Unknown, Role.Muted, "still open"),
    };

    private static string Total(WorkshopSummary summary, TimeSpan elapsed)
    {
        int Count(params SummaryKind[] kinds) => summary.Parts.Count(part => kinds.Contains(part.Kind));
        var parts = summary.Parts.ToList();
        if (parts.Count == 0)
        {
            return "There is nothing to do in this scenario.";
        }

        var done = Count(SummaryKind.ByOneself, SummaryKind.WithSolution);
        var right = Count(SummaryKind.AnsweredRight);
        var quizzes = Count(SummaryKind.AnsweredRight, SummaryKind.AnsweredWrong);
        var own = Count(SummaryKind.ByOneself);
        return $"{Number(done, "exercise")} done, {own} by yourself; {Number(quizzes, "quiz")} answered, {right} right. {Durations.Planned(elapsed)} so far.";
    }

    private static string Number(int count, string noun) => (count, noun) switch
    {
        (1, _) => $"1 {noun}",
        (_, "quiz") => $"{count} quizzes",
        _ => $"{count} {noun}s",
    };
}
