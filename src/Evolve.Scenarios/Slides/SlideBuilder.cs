using System.Collections.Immutable;
using Evolve.Scenarios.Comments;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Quizzes;
using Evolve.Scenarios.Reading;
using Markdig.Syntax;
using HeadingBlock = Markdig.Syntax.HeadingBlock;

namespace Evolve.Scenarios.Slides;

/// <summary>Makes one slide of its parts, and keeps count of its pauses and stops.</summary>
internal sealed class SlideBuilder
{
    private static readonly Dictionary<string, SlideLayout> Layouts = new(StringComparer.Ordinal)
    {
        ["slide"] = SlideLayout.Slide,
        ["panes"] = SlideLayout.Panes,
        ["split"] = SlideLayout.Split,
        ["traffic"] = SlideLayout.Traffic,
        ["scoreboard"] = SlideLayout.Scoreboard,
    };

    private readonly SlideSource _slide;
    private readonly QuizIds _quizzes;
    private readonly Problems _problems;
    private readonly IReadOnlyDictionary<FencedCodeBlock, Step?> _steps;
    private readonly ImmutableArray<Stop>.Builder _stops = ImmutableArray.CreateBuilder<Stop>();
    private readonly ImmutableArray<string>.Builder _notes = ImmutableArray.CreateBuilder<string>();
    private SlideLayout? _layout;
    private Directive? _openPause;

    /// <summary>Begins a slide.</summary>
    /// <param name="slide">Its parts.</param>
    /// <param name="steps">For each fence with attributes its step, or null for what stays off the slide.</param>
    /// <param name="quizzes">The ids that are taken.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public SlideBuilder(SlideSource slide, IReadOnlyDictionary<FencedCodeBlock, Step?> steps, QuizIds quizzes, Problems problems)
    {
        _quizzes = quizzes;
        _slide = slide;
        _steps = steps;
        _problems = problems;
    }

    /// <summary>How many pauses have come so far.</summary>
    public int Pauses { get; private set; }

    /// <summary>The slide; what is wrong with it has been told.</summary>
    /// <param name="chapter">The chapter so far; set to a new one that begins here.</param>
    public Slide Build(ref string chapter)
    {
        var footnotes = new FootnoteNumbers(_slide.File, _problems);
        var inlines = new InlineConverter(_slide.File.Source, footnotes, _problems);
        var quizzes = new QuizReader(_slide.File.Source, _quizzes, inlines, _problems);
        var blocks = new BlockConverter(_slide.File.Source, this, inlines, quizzes, _problems).Convert(_slide.Parts);
        chapter = _slide.Parts.Select(part => part.Block).OfType<HeadingBlock>()
            .Where(heading => heading.Level == 1)
            .Select(heading => PlainText.Of(heading.Inline))
            .LastOrDefault(chapter);
        ReportIdlePause("Nothing follows this pause on its slide; remove it.");
        return new Slide
        {
            Title = _slide.Title,
            Chapter = chapter,
            Layout = _layout ?? SlideLayout.Split,
            Blocks = blocks,
            Notes = _notes.ToImmutable(),
            Footnotes = footnotes.ToFootnotes(inlines),
            Stops = _stops.ToImmutable(),
            Location = _slide.File.Source.Locate(_slide.Offset),
        };
    }

    /// <summary>The step of a fence; false when the fence is only shown.</summary>
    public bool TryGetStep(FencedCodeBlock fence, out Step? step) => _steps.TryGetValue(fence, out step);

    /// <summary>Something that is seen comes next.</summary>
    public int Show()
    {
        _openPause = null;
        return Pauses;
    }

    public void AddStop(Step step) => _stops.Add(new StepStop(step));

    public void AddStop(Quiz quiz) => _stops.Add(new QuizStop(quiz));

    /// <summary>Takes a comment.</summary>
    /// <param name="directive">The comment.</param>
    /// <param name="isTopLevel">False in a list or a quote.</param>
    public void Apply(Directive directive, bool isTopLevel)
    {
        switch (directive.Kind)
        {
            case DirectiveKind.Pause:
                ReportIdlePause("Nothing stands between this pause and the next; remove one.");
                _openPause = directive;
                Pauses++;
                _stops.Add(new PauseStop(Pauses));
                break;
            case DirectiveKind.Note:
                _notes.Add(directive.Value);
                break;
            case DirectiveKind.Layout:
                SetLayout(directive);
                break;
            case DirectiveKind.Hint when isTopLevel:
                // It went to its exercise when the fences were read.
                break;
            case DirectiveKind.Answer when isTopLevel:
                _problems.Add(_slide.File.Source, directive.Offset, "This answer belongs to no quiz; put it right after the list of a quiz.");
                break;
            case DirectiveKind.Hint or DirectiveKind.Quiz or DirectiveKind.Answer:
                _problems.Add(
                    _slide.File.Source,
                    directive.Offset,
                    $"A `{directive.Kind.ToString().ToLowerInvariant()}:` cannot stand in a list or a quotation; move the comment out of it.");
                break;
            default:
                if (!isTopLevel)
                {
                    _problems.Add(_slide.File.Source, directive.Offset, "A file cannot be included in a list or a quotation; move the comment out of it.");
                    _problems.IsPartial = true;
                }

                break;
        }
    }

    private void SetLayout(Directive directive)
    {
        if (!Layouts.TryGetValue(directive.Value, out var layout))
        {
            var help = directive.Value.Length == 0 ? "Name a layout" : $"`{Words.Shorten(directive.Value)}` is no layout";
            _problems.Add(
                _slide.File.Source,
                directive.Offset,
                $"{help}; the layouts are {Words.Quote(Layouts.Keys)}.{Suggestion.For(directive.Value, Layouts.Keys)}");
        }
        else if (_layout is not null)
        {
            _problems.Add(_slide.File.Source, directive.Offset, "This slide has a layout already; remove one.");
        }

        _layout = layout;
    }

    private void ReportIdlePause(string sentence)
    {
        if (_openPause is { } pause && !_problems.IsPartial)
        {
            _problems.Add(_slide.File.Source, pause.Offset, sentence);
        }

        _openPause = null;
    }
}
