using Evolve.Player.Logging;
using Evolve.Player.Panes;
using Evolve.Player.Recordings;
using Evolve.Player.Running;
using Evolve.Player.Trusting;
using Evolve.Terminal;

namespace Evolve.Player.Playing;

/// <summary>What a player needs from outside.</summary>
public sealed record PlayerOptions
{
    /// <summary>Where steps run and what they know.</summary>
    public required StepEnvironment Environment { get; init; }

    /// <summary>The clock of typing, time-outs and checks.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What starts programs.</summary>
    public IPaneSources Sources { get; init; } = new PtySources();

    /// <summary>What ends containers that a stopped step leaves behind; null where there is no engine.</summary>
    public IForegroundContainers? Containers { get; init; }

    /// <summary>Who knows which commands the user has agreed to; null when all are trusted.</summary>
    public ITrust? Trust { get; init; }

    /// <summary>Whether it is played as a workshop: hints before solutions, and a summary at the end.</summary>
    public bool IsWorkshop { get; init; }

    /// <summary>Where what happens is written down, or null.</summary>
    public RunLog? Log { get; init; }

    /// <summary>Given a step's id and its output as it comes, on the thread that reads it; null when nobody listens.</summary>
    public Action<string, ReadOnlyMemory<byte>>? StepOutput { get; init; }

    /// <summary>What can be played in the place of steps; null when there is nothing.</summary>
    public RecordingShelf? Recordings { get; init; }

    /// <summary>Why recordings are played and nothing runs, in a sentence; null when steps run.</summary>
    public string? ReplayReason { get; init; }

    /// <summary>Where the deployment of a replayed step is shown; null when nobody looks.</summary>
    public ReplayedDeployment? Replayed { get; init; }

    /// <summary>Where the traffic of a replayed step is shown; null when nobody looks.</summary>
    public ReplayedTraffic? ReplayedTraffic { get; init; }

    /// <summary>Records what runs; null when nothing is recorded.</summary>
    public RunRecorder? Recorder { get; init; }

    /// <summary>Records what runs while somebody wants it; null when nobody can ask for it.</summary>
    public LiveRecording? Recording { get; init; }

    /// <summary>The size of a new pane until a view gives it another.</summary>
    public TerminalSize PaneSize { get; init; } = new(80, 24);
}
