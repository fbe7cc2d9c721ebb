using Evolve.Scenarios.Comments;
using Evolve.Scenarios.Reading;
using Evolve.Scenarios.Slides;

namespace Evolve.Scenarios.Steps;

/// <summary>Gives hints to the exercise that stands above them on their slide.</summary>
internal static class HintReader
{
    /// <summary>Adds a hint to the last exercise among the slide's fences so far.</summary>
    /// <param name="hint">The comment.</param>
    /// <param name="slide">Where it stands.</param>
    /// <param name="fences">The fences of the scenario so far; the one that it belongs to is replaced.</param>
    /// <param name="firstOfSlide">The index of the slide's first fence.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Add<T>(Directive hint, SlideSource slide, List<(T Block, StepFence Fence)> fences, int firstOfSlide, Problems problems)
    {
        for (var i = fences.Count - 1; i >= firstOfSlide; i--)
        {
            var (block, fence) = fences[i];
            if (fence.Kind == FenceKind.Exercise)
            {
                fences[i] = (block, fence with { Hints = fence.Hints.Add(OneLine(hint.Value)) });
                return;
            }

            // What is misspelt may be the exercise; that was told.
            if (fence.Kind == FenceKind.None)
            {
                return;
            }
        }

        if (!problems.IsPartial)
        {
            problems.Add(slide.File.Source, hint.Offset, "This hint belongs to no exercise; put it after a block with `.exercise` on the same slide.");
        }
    }

    /// <summary>A hint is wrapped to its card, so the line ends of the file mean nothing.</summary>
    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
