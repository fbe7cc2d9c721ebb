using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Tui.Drawing;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Blocks;

/// <summary>Draws a step: its commands in a frame that says how it is.</summary>
internal sealed class StepCard(ISyntaxHighlighter highlighter, Theme theme)
{
    /// <summary>The card's lines, each <paramref name="width"/> wide.</summary>
    public IEnumerable<StyledLine> Draw(Step step, StepState state, DateTimeOffset now, int width)
    {
        var role = StepWords.RoleOf(state.Status);
        var isQuiet = state.Status is StepStatus.Waiting or StepStatus.Skipped or StepStatus.Remembered;
        var frame = new Frame(theme, theme[isQuiet ? Role.Border : role], width);
        var fill = theme.Fill(Surface.Canvas);

        yield return frame.Top(
            new LineBuilder().Add($"{theme.Symbols.Of(state.Status, now)} ", theme[role]).Add(step.Id, theme[Role.Strong]).Build(),
            StyledLines.Of(StepWords.WithTime(state, now), theme[role]));

        var isTyped = step.Kind == StepKind.Type && state.Status is (StepStatus.Waiting or StepStatus.Typing);
        int? typed = isTyped ? state.TypedCharacters : null;
        foreach (var line in new CodeLines(highlighter, theme).Draw("sh", step.Script.Text, frame.InnerWidth, Surface.Canvas, typed))
        {
            yield return frame.Side(line, fill);
        }

        var remark = state.NeedsChoice ? state.Reason : state.Recording?.Mark;
        if (remark is { Length: > 0 })
        {
            yield return frame.Middle();
            var status = state.NeedsChoice ? state.Status : StepStatus.Replayed;
            var mark = $"{theme.Symbols.Of(status, now)} ";
            var indent = CellText.Width(mark);
            foreach (var (line, i) in Wrapping.Wrap(remark, theme[Role.Text], frame.InnerWidth - indent).Select((line, i) => (line, i)))
            {
                yield return frame.Side(
                    i == 0 ? new LineBuilder().Add(mark, theme[StepWords.RoleOf(status)]).Add(line).Build() : line.Indent(indent, fill), fill);
            }
        }

        yield return frame.Bottom(StyledLines.Of(Facts(step, state), theme[Role.Muted]), StyledLines.Of(PlaceOf(step), theme[Role.Muted]));
    }

    private static string PlaceOf(Step step) => step.IsBackground ? $"{step.Pane}, background" : $"in {step.Pane}";

    private string Facts(Step step, StepState state)
    {
        string[] facts =
        [
            step.Checks.Length switch { 0 => "", 1 => "1 check", var count => $"{count} checks" },
            state.Attempt > 1 ? $"attempt {state.Attempt}" : "",
        ];
        return string.Join($" {theme.Symbols.Dot} ", facts.Where(fact => fact.Length > 0));
    }
}
