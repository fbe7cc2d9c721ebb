using System.Collections.Immutable;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Tui.Drawing;
using Evolve.Tui.Keys;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Blocks;

/// <summary>Draws an exercise: its task, the hints so far, and what its last check found.</summary>
internal sealed class ExerciseCard(ISyntaxHighlighter highlighter, InlineText text, Theme theme)
{
    /// <summary>On a slide of fewer lines only the last hint is shown.</summary>
    private const int HeightForAllHints = 34;

    /// <summary>The card's lines, each <paramref name="width"/> wide.</summary>
    public IEnumerable<StyledLine> Draw(Step step, SlideView view, int width)
    {
        var (state, exercise) = (view.StateOf(step.Id), view.Workshop.StateOf(step.Id));
        var notYet = state.NeedsChoice ? state.Reason : state.Status == StepStatus.Waiting ? exercise.NotYet : null;
        var role = state.Status == StepStatus.Waiting && notYet is not null ? Role.Warning : StepWords.RoleOf(state.Status);
        var isQuiet = state.Status == StepStatus.Skipped || (state.Status == StepStatus.Waiting && notYet is null);
        var frame = new Frame(theme, theme[isQuiet ? Role.Border : role], width);
        var fill = theme.Fill(Surface.Canvas);

        yield return frame.Top(
            new LineBuilder()
                .Add($"{theme.Symbols.Of(state.Status, view.Now)} ", theme[role])
                .Add($"your turn: {step.Id}", theme[Role.Strong])
                .Build(),
            StyledLines.Of(WordOf(step, view, notYet is not null), theme[role]));
        foreach (var line in new CodeLines(highlighter, theme).Draw("sh", step.Script.Text, frame.InnerWidth, Surface.Canvas))
        {
            yield return frame.Side(line, fill);
        }

        var first = view.Height >= HeightForAllHints ? 0 : Math.Max(0, exercise.HintsShown - 1);
        for (var i = first; i < exercise.HintsShown && i < step.Hints.Length; i++)
        {
            yield return frame.Middle(StyledLines.Of($"hint {i + 1} of {step.Hints.Length}", theme[Role.Accent]));
            foreach (var line in Wrapping.Wrap(HintSpans(step.Hints[i]), frame.InnerWidth))
            {
                yield return frame.Side(line, fill);
            }
        }

        if (notYet is not null)
        {
            yield return frame.Middle();
            var mark = state.NeedsChoice ? $"{theme.Symbols.Of(state.Status, view.Now)} " : $"{theme.Symbols.Finding.Warning} ";
            var indent = CellText.Width(mark);
            var lines = Wrapping.Wrap(notYet, theme[Role.Text], frame.InnerWidth - indent);
            for (var i = 0; i < lines.Length; i++)
            {
                yield return frame.Side(i == 0 ? new LineBuilder().Add(mark, theme[role]).Add(lines[i]).Build() : lines[i].Indent(indent, fill), fill);
            }
        }

        yield return frame.Bottom(Keys(step, view));
    }

    private static string WordOf(Step step, SlideView view, bool isNotYet)
    {
        var state = view.StateOf(step.Id);
        return state.Status switch
        {
            StepStatus.Waiting when view.Workshop.LookedAt == step.Id => StepWords.Of(StepStatus.Checking),
            StepStatus.Waiting => isNotYet ? "not yet" : "to do",
            StepStatus.Done when state.IsSolved => "solved for you",
            StepStatus.Done => "done",
            _ => StepWords.WithTime(state, view.Now),
        };
    }

    /// <summary>What can be done about it, with the keys; nothing once it is done.</summary>
    private StyledLine Keys(Step step, SlideView view)
    {
        if (view.StateOf(step.Id).IsSettled)
        {
            return StyledLine.Empty;
        }

        var line = new LineBuilder();
        var shown = view.Workshop.StateOf(step.Id).HintsShown;
        if (shown < step.Hints.Length)
        {
            Add(line, UiCommand.Hint, $"hint {shown + 1} of {step.Hints.Length}");
            line.Add($" {theme.Symbols.Dot} ", theme[Role.Muted]);
        }
        else if (view.Workshop.IsOn)
        {
            Add(line, UiCommand.Hint, "solution");
            line.Add($" {theme.Symbols.Dot} ", theme[Role.Muted]);
        }

        Add(line, UiCommand.CheckNow, "check");
        return line.Build();
    }

    private void Add(LineBuilder line, UiCommand command, string what) =>
        line.Add(KeyMap.NameOf(command), theme[Role.Key]).Add($" {what}", theme[Role.Muted]);

    /// <summary>Running text; what stands between backticks is code.</summary>
    private IEnumerable<Span> HintSpans(string hint)
    {
        ImmutableArray<Inline> content = [.. hint.Split('`').Select((part, i) => i % 2 == 0 ? (Inline)new TextInline(part) : new CodeInline(part))];
        return text.Spans(content, Role.Text);
    }
}
