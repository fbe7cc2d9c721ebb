using System.Globalization;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Commands;

/// <summary>Commands about where the talk is.</summary>
internal static class PlaceCommands
{
    internal static async Task ForwardAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var noticeBefore = call.Player.State.Notice?.Number ?? 0;
        call.Stage.Talk.Forward();
        if (call.Stage.Follows)
        {
            await call.Player.HandledAsync();
            await StepCommands.FollowAsync(call, noticeBefore, null, cancellationToken);
        }
    }

    internal static async Task BackAsync(CommandCall call, CancellationToken cancellationToken)
    {
        call.Stage.Talk.Back();
        if (call.Stage.Follows)
        {
            await call.Player.HandledAsync();
        }
    }

    internal static async Task GoToAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var place = call[0]!;
        if (call.Player.State.Scenario.FindStep(place) is not null)
        {
            // First of all: a step may be called “last”.
            call.Player.GoToStep(place);
        }
        else
        {
            call.Player.GoToSlide(place switch
            {
                "first" => 0,
                "last" => call.Player.State.Scenario.Slides.Length - 1,
                _ => int.Parse(place, CultureInfo.InvariantCulture) - 1,
            });
        }

        if (call.Stage.Follows)
        {
            await call.Player.HandledAsync();
        }
    }

    internal static Task WhereAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var state = call.Player.State;
        call.Print($"{TalkWords.Place(state)}; next: {state.Next.Words}.");
        return Task.CompletedTask;
    }

    internal static Task ReadAsync(CommandCall call, CancellationToken cancellationToken)
    {
        foreach (var line in SlideLines.Of(call.Player.State.Slide, call.Player.State.Reveal))
        {
            call.Print(line);
        }

        return Task.CompletedTask;
    }

    internal static Task ListStepsAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var state = call.Player.State;
        var steps = state.Scenario.Slides
            .SelectMany((slide, index) => slide.Steps.Select(step => (Step: step, Slide: index + 1)))
            .ToList();
        var width = steps.Select(entry => entry.Step.Id.Length).DefaultIfEmpty().Max();
        foreach (var (step, slide) in steps)
        {
            call.Print($"{step.Id.PadRight(width)}  slide {slide,2}  {TalkWords.Of(state.StateOf(step.Id))}");
        }

        if (steps.Count == 0)
        {
            call.Print("This scenario has no steps.");
        }

        return Task.CompletedTask;
    }

    internal static Task NotesAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (!call.Stage.IsPrivate)
        {
            throw new CommandException("Notes are not for this screen: type ./run.sh notes elsewhere.");
        }

        var slide = call.Player.State.Slide;
        foreach (var line in slide.Notes.SelectMany(note => PlannedTime.WithoutTime(note).Split('\n')))
        {
            call.Print(line);
        }

        if (slide.Notes.IsEmpty)
        {
            call.Print("This slide has no notes.");
        }

        return Task.CompletedTask;
    }
}
