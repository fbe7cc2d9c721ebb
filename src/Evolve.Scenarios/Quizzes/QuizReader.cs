using System.Collections.Immutable;
using Evolve.Scenarios.Comments;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Scenarios.Slides;
using Markdig.Extensions.TaskLists;
using Md = Markdig.Syntax;

namespace Evolve.Scenarios.Quizzes;

/// <summary>Makes a quiz of its comment and the task list after it.</summary>
internal sealed class QuizReader(SourceText source, QuizIds ids, InlineConverter inlines, Problems problems)
{
    /// <summary>One key each, from 1 to 9.</summary>
    public const int MostOptions = 9;

    /// <summary>The quiz, or null; what is wrong with it is told.</summary>
    /// <param name="quiz">Its comment.</param>
    /// <param name="next">What stands after the comment.</param>
    /// <param name="answer">The comment that explains it, or null.</param>
    public Quiz? Read(Directive quiz, Md.Block? next, Directive? answer)
    {
        ids.Take(source, quiz);
        if (next is not Md.ListBlock list)
        {
            if (!problems.IsPartial)
            {
                problems.Add(source, quiz.Offset, "A quiz needs its answers right after it: a list of `- [x] right` and `- [ ] wrong`.");
            }

            return null;
        }

        var before = problems.Count;
        var options = list.OfType<Md.ListItemBlock>().Select(ReadOption).ToImmutableArray();
        if (problems.Count > before)
        {
            return null;
        }

        if (Complaint(options) is { } sentence)
        {
            problems.Add(source, quiz.Offset, sentence);
            return null;
        }

        return new Quiz
        {
            Id = quiz.Value,
            Options = options!,
            Explanation = answer is null ? [] : Explanation(answer.Value),
            Location = source.Locate(quiz.Offset),
        };
    }

    private static string? Complaint(ImmutableArray<QuizOption?> options)
    {
        var right = options.Count(option => option!.IsRight);
        return options.Length is < 2 or > MostOptions ? $"A quiz has two to nine answers, for the keys 1 to 9; this one has {options.Length}."
            : right == 0 ? "No answer of this quiz is right; mark one with `[x]`."
            : right == options.Length ? "Every answer of this quiz is right; add a wrong one, with `[ ]`."
            : null;
    }

    private QuizOption? ReadOption(Md.ListItemBlock item)
    {
        if (item.FirstOrDefault() is not Md.ParagraphBlock { Inline.FirstChild: TaskList box } paragraph)
        {
            problems.Add(source, item.Span.Start, "An answer of a quiz begins with `[ ]` or `[x]`.");
            return null;
        }

        if (item.Count > 1)
        {
            problems.Add(source, item[1].Span.Start, "An answer of a quiz is one paragraph; put the rest outside of the list.");
            return null;
        }

        var content = inlines.Convert(paragraph.Inline);
        return new QuizOption(
            content is [TextInline first, .. var rest] ? [new TextInline(first.Text.TrimStart()), .. rest] : content,
            box.Checked);
    }

    /// <summary>Text with code between backticks: comments hold no other Markdown.</summary>
    private static ImmutableArray<Inline> Explanation(string text) =>
    [
        .. text.Split('`')
            .Select((part, i) => i % 2 == 0 ? (Inline)new TextInline(string.Join(' ', part.Split('\n'))) : new CodeInline(part))
            .Where(inline => inline is not TextInline { Text: "" }),
    ];
}
