using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Evolve.Scenarios.Model;

namespace Evolve.Scenarios.Tests.Support;

/// <summary>Writes everything a scenario holds as an outline, for snapshots.</summary>
internal sealed class ModelDump
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public static string Of(Scenario scenario)
    {
        var dump = new ModelDump();
        dump.Write(scenario);
        return dump._text.ToString();
    }

    private void Write(Scenario scenario)
    {
        var head = scenario.FrontMatter;
        Line($"scenario {scenario.Path} \"{head.Title}\"");
        In(() =>
        {
            Optional("authors", string.Join(" | ", head.Authors));
            Optional("duration", head.Duration?.ToString("c", CultureInfo.InvariantCulture));
            Optional("audience", head.Audience);
            Optional("requires", string.Join(", ", head.Requires));
            Optional("mode", head.Mode == ScenarioMode.Talk ? null : $"{head.Mode}");
            Optional("theme", head.Theme);
            Optional("secret", string.Join(" | ", head.Secrets));
            Optional("files", scenario.Files.Length > 1 ? string.Join(", ", scenario.Files) : "");
        });
        foreach (var slide in scenario.Slides)
        {
            Write(slide);
        }
    }

    private void Write(Slide slide)
    {
        Line($"slide \"{slide.Title}\" chapter \"{slide.Chapter}\" {slide.Layout} at {slide.Location}");
        In(() =>
        {
            foreach (var block in slide.Blocks)
            {
                Write(block);
            }

            foreach (var note in slide.Notes)
            {
                Line($"note {Quote(note)}");
            }

            foreach (var footnote in slide.Footnotes)
            {
                Line($"footnote {footnote.Number} [{footnote.Label}] {Inlines(footnote.Content)}");
            }

            if (!slide.Stops.IsEmpty)
            {
                Line("stops " + string.Join(", ", slide.Stops.Select(stop => stop switch
                {
                    PauseStop pause => $"pause {pause.Number}",
                    StepStop step => $"step {step.Step.Id}",
                    QuizStop quiz => $"quiz {quiz.Quiz.Id}",
                    _ => throw new NotSupportedException(),
                })));
            }
        });
    }

    private void Write(Block block)
    {
        var reveal = block.Reveal == 0 ? "" : $" after pause {block.Reveal}";
        switch (block)
        {
            case HeadingBlock heading:
                Line($"heading {heading.Level}{reveal} {Inlines(heading.Content)}");
                break;
            case ParagraphBlock paragraph:
                Line($"paragraph{reveal} {Inlines(paragraph.Content)}");
                break;
            case ListBlock list:
                Line($"list{(list.Start is { } start ? $" from {start}" : "")}{(list.IsLoose ? " loose" : "")}{reveal}");
                In(() => list.Items.ToList().ForEach(Write));
                break;
            case QuoteBlock quote:
                Line($"quote{reveal}");
                In(() => quote.Blocks.ToList().ForEach(Write));
                break;
            case CodeBlock code:
                Line($"code {(code.Language.Length == 0 ? "-" : code.Language)}{reveal} {Quote(code.Text)}");
                break;
            case StepBlock step:
                Line($"step{reveal}");
                In(() => Write(step.Step));
                break;
            case QuizBlock quiz:
                Line($"quiz{reveal}");
                In(() => Write(quiz.Quiz));
                break;
            case RuleBlock:
                Line($"rule{reveal}");
                break;
            case TableBlock table:
                Line($"table{reveal} {string.Join(' ', table.Alignments)}");
                In(() =>
                {
                    foreach (var row in table.Rows.Prepend(table.Header))
                    {
                        Line("| " + string.Join(" | ", row.Select(Inlines)));
                    }
                });
                break;
            default:
                throw new NotSupportedException(block.GetType().Name);
        }
    }

    private void Write(ListItem item)
    {
        var box = item.Checked switch { true => " [x]", false => " [ ]", null => "" };
        Line($"item{box}{(item.Reveal == 0 ? "" : $" after pause {item.Reveal}")}");
        In(() => item.Blocks.ToList().ForEach(Write));
    }

    private void Write(Quiz quiz)
    {
        Line($"#{quiz.Id} at {quiz.Location}");
        In(() =>
        {
            foreach (var option in quiz.Options)
            {
                Line($"{(option.IsRight ? "right" : "wrong")} {Inlines(option.Content)}");
            }

            Optional("because", Inlines(quiz.Explanation));
        });
    }

    private void Write(Step step)
    {
        Line($"#{step.Id} {step.Kind}{(step.IsBackground ? " background" : "")} pane {step.Pane} at {step.Location}");
        In(() =>
        {
            Write("run", step.Script);
            Optional("expect", step.Expect?.ToString());
            Optional("may fail", step.MayFail ? "yes" : null);
            Optional("needs", string.Join(", ", step.Needs));
            Optional("measure", step.Measure);
            foreach (var check in step.Checks)
            {
                Write($"check within {check.Within:c}{(check.Expect is null ? "" : $" expect {check.Expect}")}", check.Script);
            }

            foreach (var hint in step.Hints)
            {
                Line($"hint {Quote(hint)}");
            }

            if (step.Undo is not null)
            {
                Write("undo", step.Undo);
            }

            if (step.Solve is not null)
            {
                Write("solve", step.Solve);
            }
        });
    }

    private void Write(string purpose, Script script) =>
        Line($"{purpose} by {script.Shell} for {script.Timeout:c} {Quote(script.Text)}");

    private static string Inlines(ImmutableArray<Inline> inlines) => string.Concat(inlines.Select(inline => inline switch
    {
        TextInline text => text.Text,
        EmphasisInline emphasis => $"<em>{Inlines(emphasis.Content)}</em>",
        StrongInline strong => $"<strong>{Inlines(strong.Content)}</strong>",
        StrikeInline strike => $"<strike>{Inlines(strike.Content)}</strike>",
        CodeInline code => $"<code>{code.Text}</code>",
        LinkInline link => $"<link {link.Url}>{Inlines(link.Content)}</link>",
        ImageInline image => $"<image {image.Url}: {image.Description}>",
        FootnoteInline footnote => $"<footnote {footnote.Number}>",
        BreakInline { IsHard: true } => "<hard break>",
        BreakInline => "<soft break>",
        _ => throw new NotSupportedException(inline.GetType().Name),
    }));

    private static string Quote(string text) =>
        $"\"{text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}\"";

    private void Optional(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            Line($"{name} {value}");
        }
    }

    private void In(Action write)
    {
        _depth++;
        write();
        _depth--;
    }

    private void Line(string line) => _text.Append(' ', _depth * 2).Append(line).Append('\n');
}
