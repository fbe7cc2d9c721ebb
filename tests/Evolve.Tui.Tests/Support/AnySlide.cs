using System.Collections.Immutable;
using CsCheck;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Tui.Tests.Support;

/// <summary>Any slide with any states of its steps, odd text included.</summary>
internal static class AnySlide
{
    private static readonly string[] s_words =
    [
        "a", "unikernel", "漢字かな", "🐫", "e\u0301", "👩‍🚀", "\u001b[31m", "averyveryverylongwordwithoutanyspaceinit", "│", "─▶", "\t", "\u202e", " ", "", "x\ny",
    ];

    private static readonly Gen<string> s_text = Pick.From(s_words).Array[0, 12].Select(words => string.Join(' ', words));
    private static readonly Gen<string> s_code = s_text.Array[1, 5].Select(lines => string.Join('\n', lines));
    private static readonly Gen<string> s_language = Pick.From("", "sh", "text", "php", "nothing");

    private static readonly Gen<Inline> s_inline = Gen.Select(Gen.Int[0, 9], s_text, Gen.Int[1, 12]).Select(Inline);
    private static readonly Gen<ImmutableArray<Inline>> s_inlines = s_inline.Array[0, 4].Select(inlines => inlines.ToImmutableArray());

    /// <summary>A slide, and what is known of its steps.</summary>
    public static Gen<(Slide Slide, ImmutableDictionary<string, StepState> Steps)> Generator { get; } =
        Gen.Select(Blocks(depth: 2), s_inlines, State().Array[8]).Select((blocks, note, states) =>
        {
            var steps = 0;
            var named = blocks.Select(block => block is StepBlock step
                ? step with { Step = step.Step with { Id = $"step-{++steps}" } }
                : block).ToImmutableArray();
            var slide = Build.Slide([.. named]) with { Footnotes = [new Footnote(1, "one", note)] };
            var known = slide.Steps.Zip(states).ToImmutableDictionary(pair => pair.First.Id, pair => pair.Second);
            return (slide, known);
        });

    private static Inline Inline(int kind, string text, int number) => kind switch
    {
        0 => new EmphasisInline(Build.Text(text)),
        1 => new StrongInline([new TextInline(text), new CodeInline(text)]),
        2 => new StrikeInline(Build.Text(text)),
        3 => new CodeInline(text),
        4 => new LinkInline("https://example.org/a/long/path", Build.Text(text)),
        5 => new ImageInline("a.png", text),
        6 => new FootnoteInline(number),
        7 => new BreakInline(number > 6),
        _ => new TextInline(text),
    };

    private static Gen<ImmutableArray<Block>> Blocks(int depth) =>
        Block(depth).Array[0, depth == 2 ? 7 : 3].Select(blocks => blocks.ToImmutableArray());

    private static Gen<Block> Block(int depth)
    {
        var leaf = Gen.Select(Gen.Int[0, 6], s_inlines, s_code, s_language, Gen.Int[0, 3], Gen.Int[1, 5], s_inlines.Array[0, 12]).Select(Leaf);
        if (depth == 0)
        {
            return leaf;
        }

        var item = Gen.Select(Blocks(depth - 1), Gen.Int[0, 2], Gen.Int[0, 3])
            .Select((blocks, ticked, reveal) => new ListItem(blocks, ticked == 0 ? null : ticked == 1) { Reveal = reveal });
        var list = Gen.Select(item.Array[0, 4], Gen.Bool, Gen.Int[0, 120])
            .Select((items, isLoose, start) => (Block)new ListBlock(start < 60 ? null : start, isLoose, [.. items]));
        var quote = Gen.Select(Blocks(depth - 1), Gen.Int[0, 3])
            .Select((blocks, reveal) => (Block)new QuoteBlock(blocks) { Reveal = reveal });
        return Gen.Frequency((5, leaf), (1, list), (1, quote));
    }

    private static Block Leaf(
        int kind, ImmutableArray<Inline> content, string code, string language, int reveal, int columns, ImmutableArray<Inline>[] cells)
    {
        Block block = kind switch
        {
            0 => new HeadingBlock(columns, content),
            1 => new CodeBlock(language, code),
            2 => new StepBlock(Build.Step("step", code, reveal == 1 ? StepKind.Type : StepKind.Run, columns)),
            3 => new RuleBlock(),
            4 => new TableBlock(
                [ColumnAlignment.Left, ColumnAlignment.Center, ColumnAlignment.Right],
                [.. cells.Take(columns)],
                [.. cells.Chunk(columns).Select(row => row.ToImmutableArray())]),
            _ => new ParagraphBlock(content),
        };
        return block with { Reveal = reveal };
    }

    private static Gen<StepState> State() =>
        Gen.Select(Gen.Enum<StepStatus>(), Gen.Int[0, 3], Gen.Int[0, 4000], s_text, Gen.Int[0, 60])
            .Select((status, attempt, seconds, reason, typed) => new StepState(
                status, attempt, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(seconds), reason, typed));
}
