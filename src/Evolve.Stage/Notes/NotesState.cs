using System.Collections.Immutable;

namespace Evolve.Stage.Notes;

/// <summary>A moment of a talk as its presenter sees it; a value that goes over the socket.</summary>
public sealed record NotesState
{
    /// <summary>The scenario's title.</summary>
    public string Title { get; init; } = "";

    /// <summary>The slide that is on, from 1.</summary>
    public int Slide { get; init; }

    /// <summary>How many slides there are.</summary>
    public int SlideCount { get; init; }

    /// <summary>The slide's title.</summary>
    public string SlideTitle { get; init; } = "";

    /// <summary>Its chapter.</summary>
    public string Chapter { get; init; } = "";

    /// <summary>Its notes, without the time that they begin with.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The next slide's title; null on the last one.</summary>
    public string? NextSlide { get; init; }

    /// <summary>What forward will do, in words.</summary>
    public string Next { get; init; } = "";

    /// <summary>The commands that forward will type or run; null when it will not.</summary>
    public string? NextCommands { get; init; }

    /// <summary>The step that is at work, or null.</summary>
    public string? Working { get; init; }

    /// <summary>The times, as they were when this was sent.</summary>
    public NotesTimes Times { get; init; } = new();

    /// <summary>What went wrong and is not mended, a sentence each.</summary>
    public ImmutableArray<string> Troubles { get; init; } = [];

    /// <summary>The panes.</summary>
    public ImmutableArray<NotesPane> Panes { get; init; } = [];

    /// <summary>The containers of the deployment.</summary>
    public ImmutableArray<NotesContainer> Containers { get; init; } = [];
}

/// <summary>Times against the plan; what is null has no plan.</summary>
public sealed record NotesTimes
{
    /// <summary>Since the talk was opened.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The whole talk's plan.</summary>
    public TimeSpan? Planned { get; init; }

    /// <summary>On this slide, all visits together.</summary>
    public TimeSpan SlideElapsed { get; init; }

    /// <summary>This slide's plan.</summary>
    public TimeSpan? SlidePlanned { get; init; }

    /// <summary>In this chapter.</summary>
    public TimeSpan ChapterElapsed { get; init; }

    /// <summary>This chapter's plan.</summary>
    public TimeSpan? ChapterPlanned { get; init; }

    /// <summary>When, by the plan, this slide begins.</summary>
    public TimeSpan PlannedBefore { get; init; }

    /// <summary>How much later it is than planned; negative when there is time in hand. Null without a plan.</summary>
    public TimeSpan? Late => Planned is null && SlidePlanned is null
        ? null
        : Elapsed - PlannedBefore - (SlidePlanned is { } planned && SlideElapsed > planned ? planned : SlideElapsed);

    /// <summary>The times so much later, with the same slide on.</summary>
    public NotesTimes After(TimeSpan time) => this with
    {
        Elapsed = Elapsed + time,
        SlideElapsed = SlideElapsed + time,
        ChapterElapsed = ChapterElapsed + time,
    };
}

/// <summary>A pane.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Occupant">What runs in it, or null.</param>
public sealed record NotesPane(string Name, string? Occupant);

/// <summary>A container of the deployment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Its state in a few words, such as “running, unhealthy”.</param>
/// <param name="IsGood">False when it wants looking after.</param>
public sealed record NotesContainer(string Name, string State, bool IsGood);
