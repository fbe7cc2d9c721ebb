using Evolve.Player.Playing;
using Evolve.Player.Running;

namespace Evolve.Player.Commands;

/// <summary>Says in a line where a talk is and how its steps are.</summary>
internal static class TalkWords
{
    /// <summary>The slide that is on.</summary>
    internal static string Place(PlayerState state)
    {
        var title = state.Slide.Title.Length > 0 ? $": {state.Slide.Title}" : "";
        return $"slide {state.SlideIndex + 1} of {state.Scenario.Slides.Length}{title}";
    }

    /// <summary>A step's state, with the time it took and why it failed.</summary>
    internal static string Of(StepState known)
    {
        var time = known.Elapsed > TimeSpan.Zero && !known.IsActive ? $" in {Sentences.Duration(known.Elapsed)}" : "";
        var reason = known is { NeedsChoice: true, Reason: { } why } ? $": {why}" : "";
        var runsOn = known is { RunsOn: true, Status: StepStatus.Done } ? ", and goes on in the background" : "";
        return $"{Word(known.Status)}{time}{runsOn}{reason}";
    }

    /// <summary>A status in small words, as “timed out”.</summary>
    internal static string Word(StepStatus status) =>
        string.Concat($"{status}".Select((letter, i) => i > 0 && char.IsUpper(letter) ? $" {letter}" : $"{letter}")).ToLowerInvariant();
}
