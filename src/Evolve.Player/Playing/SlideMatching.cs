using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

/// <summary>Finds the slides of one version of a scenario in the next.</summary>
internal static class SlideMatching
{
    /// <summary>
    /// Where the slide that was on is now: by title in the same file, else by a step that stayed, else by its place; of
    /// several, the one nearest to where it was.
    /// </summary>
    internal static int Find(Scenario old, Scenario next, int index)
    {
        var slide = old.Slides[index];
        var steps = slide.Steps.Select(step => step.Id).ToHashSet();
        return Nearest(other => other.Title == slide.Title && other.Title.Length > 0 && other.Location.File == slide.Location.File)
            ?? Nearest(other => other.Steps.Any(step => steps.Contains(step.Id)))
            ?? Math.Min(index, next.Slides.Length - 1);

        int? Nearest(Func<Slide, bool> same) => Enumerable.Range(0, next.Slides.Length)
            .Where(i => same(next.Slides[i]))
            .OrderBy(i => Math.Abs(i - index))
            .Select(i => (int?)i)
            .FirstOrDefault();
    }

    /// <summary>The first slide that is not as it was, or null when only places have moved.</summary>
    internal static int? FirstChange(Scenario old, Scenario next)
    {
        var before = old.Slides.Select(Fingerprint).ToList();
        var after = next.Slides.Select(Fingerprint).ToList();
        for (var i = 0; i < after.Count; i++)
        {
            if (i >= before.Count || before[i] != after[i])
            {
                return i;
            }
        }

        return before.Count > after.Count ? after.Count - 1 : null;
    }

    /// <summary>Everything of a slide but where in the file it stands.</summary>
    private static string Fingerprint(Slide slide) => SlideText.Of(slide);
}
