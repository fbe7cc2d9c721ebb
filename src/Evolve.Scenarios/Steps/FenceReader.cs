using System.Buffers;
using Evolve.Scenarios.Attributes;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Markdig.Syntax;

namespace Evolve.Scenarios.Steps;

/// <summary>Reads one fence: a step, what is attached to a step, or code that is only shown.</summary>
internal sealed class FenceReader(Problems problems)
{
    /// <summary>
    /// Characters that make a terminal show text in another order than a shell reads it, so that a command could hide
    /// what it does (CVE-2021-42574).
    /// </summary>
    private static readonly SearchValues<char> DirectionMarks =
        SearchValues.Create(['\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069']);

    /// <summary>The fence, or null for code that is only shown. What is wrong with it is told.</summary>
    public StepFence? Read(SourceText source, FencedCodeBlock fence, string slideTitle)
    {
        var line = FenceLine.Of(source, fence);
        if (fence.ClosingFencedCharCount == 0)
        {
            problems.Add(source, fence.Span.Start, $"This fence is never closed; end it with a line of its own: {new string(fence.FencedChar, fence.OpeningFencedCharCount)}");
            problems.IsPartial = true;
        }

        var isShell = line.Language is "sh" or "bash";
        if (line.Brace < 0)
        {
            if (isShell && line.Extra.Length > 0)
            {
                problems.Add(source, line.ExtraStart, "Attributes stand in braces, such as `{.run}`.");
                problems.IsPartial = true;
            }

            return null;
        }

        if (!isShell)
        {
            var language = line.Language.Length == 0 ? "names no language" : $"is `{Words.Shorten(line.Language)}`";
            problems.Add(source, line.Brace, $"Only `sh` and `bash` blocks can be steps, and this one {language}; remove the braces or change the language.");
            problems.IsPartial = true;
            return null;
        }

        if (line.Extra.Length > 0)
        {
            problems.Add(source, line.ExtraStart, $"Between `{line.Language}` and `{{` nothing may stand.");
        }
        else if (line.Brace == line.LanguageEnd)
        {
            problems.Add(source, line.Brace, $"A blank is missing between `{line.Language}` and `{{`.");
        }

        var isComplete = AttributeParser.TryParse(source, line.Brace, line.End, problems, out var attributes);
        problems.IsPartial |= !isComplete;

        var draft = new StepFence
        {
            Source = source,
            Offset = fence.Span.Start,
            Text = TextOf(fence),
            Shell = line.Language == "sh" ? ShellKind.Sh : ShellKind.Bash,
            SlideTitle = slideTitle,
        };
        CheckText(draft, fence);
        return new StepAttributes(source, problems).Apply(draft, attributes, line.Brace, isComplete);
    }

    /// <summary>A block's lines, parted by line feeds, without a last one.</summary>
    public static string TextOf(LeafBlock block) =>
        string.Join('\n', Enumerable.Range(0, block.Lines.Count).Select(line => block.Lines.Lines[line].Slice.ToString()));

    private void CheckText(StepFence draft, FencedCodeBlock fence)
    {
        if (string.IsNullOrWhiteSpace(draft.Text) && fence.ClosingFencedCharCount > 0)
        {
            problems.Add(draft.Source, draft.Offset, "This step holds no commands.");
        }

        if (draft.Text.AsSpan().ContainsAny(DirectionMarks))
        {
            var offset = draft.Offset + draft.Source.Text.AsSpan(draft.Offset).IndexOfAny(DirectionMarks);
            problems.Add(
                draft.Source,
                offset,
                $"The character U+{(int)draft.Source.Text[offset]:X4} turns the direction of the text and can hide what a command does; remove it.");
        }
    }
}
