using System.Collections.Immutable;
using Evolve.Player.Exercises;
using Evolve.Scenarios.Model;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Blocks;

/// <summary>Draws a quiz: its answers with their keys; once it is answered, which are right, and why.</summary>
internal sealed class QuizLines(InlineText text, Theme theme)
{
    private const int Indent = 4;

    /// <summary>The lines; as many before it is answered as after, so that nothing jumps.</summary>
    public IEnumerable<StyledLine> Draw(Quiz quiz, QuizAnswer answer, int width)
    {
        for (var i = 0; i < quiz.Options.Length; i++)
        {
            var (mark, role) = LookOf(quiz, answer, i);
            var content = role == Role.Muted ? Role.Muted : Role.Text;
            var lines = Wrapping.Wrap(text.Spans(quiz.Options[i].Content, content), Math.Max(1, width - Indent));
            for (var line = 0; line < lines.Length; line++)
            {
                var builder = new LineBuilder();
                if (line == 0)
                {
                    builder.Add(mark, theme[role]).Add(" ", theme.Fill(Surface.Canvas)).Add($"{i + 1}", theme[answer.Verdict == QuizVerdict.Open ? Role.Key : role]);
                }

                yield return builder.PadTo(Indent, theme.Fill(Surface.Canvas)).Add(lines[line]).Build();
            }
        }

        yield return StyledLine.Empty;
        var height = Enum.GetValues<QuizVerdict>().Max(verdict => Below(quiz, answer with { Verdict = verdict }, width).Length);
        var below = Below(quiz, answer, width);
        foreach (var line in below.Concat(Enumerable.Repeat(StyledLine.Empty, height - below.Length)))
        {
            yield return line;
        }
    }

    private (string Mark, Role Role) LookOf(Quiz quiz, QuizAnswer answer, int option) => answer switch
    {
        { Verdict: QuizVerdict.Open } => (answer.Picked.Contains(option) ? theme.Symbols.Marker : " ", Role.Key),
        _ when quiz.Options[option].IsRight => (theme.Symbols.Finding.Good, Role.StepDone),
        _ when answer.Picked.Contains(option) => (theme.Symbols.Finding.Problem, Role.StepFailed),
        _ => (" ", Role.Muted),
    };

    private ImmutableArray<StyledLine> Below(Quiz quiz, QuizAnswer answer, int width)
    {
        var (words, role) = answer.Verdict switch
        {
            QuizVerdict.Right => ("Right.", Role.StepDone),
            QuizVerdict.Wrong => ($"Not quite: {RightOnes(quiz)}.", Role.Warning),
            QuizVerdict.Shown => ($"It is {RightOnes(quiz)}.", Role.Accent),
            _ => (quiz.RightCount == 1 ? $"Press 1 to {quiz.Options.Length}." : $"Pick {quiz.RightCount}: press 1 to {quiz.Options.Length}.", Role.Muted),
        };
        IEnumerable<Span> spans = [new Span(words, theme[role])];
        if (answer.Verdict != QuizVerdict.Open && !quiz.Explanation.IsEmpty)
        {
            spans = [.. spans, new Span(" ", theme[Role.Text]), .. text.Spans(quiz.Explanation, Role.Text)];
        }

        return Wrapping.Wrap(spans, width);
    }

    private static string RightOnes(Quiz quiz)
    {
        var numbers = quiz.Options.Select((option, i) => (option.IsRight, Number: $"{i + 1}")).Where(pair => pair.IsRight).Select(pair => pair.Number).ToList();
        return numbers.Count == 1 ? numbers[0] : $"{string.Join(", ", numbers.SkipLast(1))} and {numbers[^1]}";
    }
}
