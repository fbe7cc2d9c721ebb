using Evolve.Scenarios.Model;

namespace Evolve.Stage.Notes;

/// <summary>How long a talk has been on each of its slides, against what their notes plan.</summary>
/// <param name="time">The clock.</param>
public sealed class TalkClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private readonly Dictionary<int, TimeSpan> _spent = [];
    private int _slide;
    private long _entered = time.GetTimestamp();

    /// <summary>Another slide is on, from 0; the same one again changes nothing.</summary>
    public void Enter(int slide)
    {
        lock (_lock)
        {
            if (slide != _slide)
            {
                _spent[_slide] = SpentOn(_slide);
                (_slide, _entered) = (slide, time.GetTimestamp());
            }
        }
    }

    /// <summary>The times at this moment.</summary>
    public NotesTimes Read(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        lock (_lock)
        {
            var slides = scenario.Slides;
            var now = Math.Min(_slide, slides.Length - 1);
            var chapter = Enumerable.Range(0, slides.Length).Where(i => slides[i].Chapter == slides[now].Chapter).ToList();
            return new NotesTimes
            {
                Elapsed = time.GetElapsedTime(_began),
                Planned = scenario.FrontMatter.Duration ?? Sum(slides),
                SlideElapsed = SpentOn(_slide),
                SlidePlanned = slides[now].Planned,
                ChapterElapsed = chapter.Aggregate(TimeSpan.Zero, (sum, i) => sum + SpentOn(i)),
                ChapterPlanned = Sum(chapter.Select(i => slides[i])),
                PlannedBefore = Sum(slides.Take(now)) ?? TimeSpan.Zero,
            };
        }
    }

    private TimeSpan SpentOn(int slide) =>
        _spent.GetValueOrDefault(slide) + (slide == _slide ? time.GetElapsedTime(_entered) : TimeSpan.Zero);

    /// <summary>The planned times together; null when no slide has one.</summary>
    private static TimeSpan? Sum(IEnumerable<Slide> slides) =>
        slides.Select(slide => slide.Planned).Aggregate((TimeSpan?)null, (sum, planned) => planned is null ? sum : (sum ?? TimeSpan.Zero) + planned);
}
