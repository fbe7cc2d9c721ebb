namespace Evolve.Tui.Keys;

/// <summary>What a key can do.</summary>
public enum UiCommand
{
    /// <summary>Does what the status line says.</summary>
    Forward,

    /// <summary>Goes back without running anything.</summary>
    Back,

    /// <summary>Goes to the first slide.</summary>
    First,

    /// <summary>Goes to the last slide.</summary>
    Last,

    /// <summary>Goes to the slide whose number was typed.</summary>
    Jump,

    /// <summary>Goes to what the last reload changed.</summary>
    JumpToChange,

    /// <summary>Opens the index of slides and steps.</summary>
    Index,

    /// <summary>Makes the screen dark, or light again.</summary>
    Blank,

    /// <summary>Moves the slide's text up.</summary>
    ScrollDown,

    /// <summary>Moves the slide's text down.</summary>
    ScrollUp,

    /// <summary>Runs the step, or again after a failure.</summary>
    Run,

    /// <summary>Stops the step that runs.</summary>
    Cancel,

    /// <summary>Changes a step's text and runs it.</summary>
    Edit,

    /// <summary>Runs the solution of an exercise.</summary>
    Solve,

    /// <summary>Goes on without a step.</summary>
    Skip,

    /// <summary>Takes a done step back.</summary>
    Undo,

    /// <summary>Takes back what was done in this chapter.</summary>
    UndoChapter,

    /// <summary>Takes back everything.</summary>
    StartOver,

    /// <summary>Does what this place of the talk needs, and takes back what is behind it.</summary>
    CatchUp,
    /// <summary>Plays the recording of a step in its place, or pauses one that is being played.</summary>
    Replay,

    /// <summary>Plays recordings faster, or slowly after the fastest.</summary>
    ReplaySpeed,

    /// <summary>Shows the next hint of an exercise; after the last one its solution.</summary>
    Hint,

    /// <summary>Makes the checks of an exercise.</summary>
    CheckNow,

    /// <summary>Shows which exercises and quizzes are done.</summary>
    Summary,

    /// <summary>Puts the workspace back to what was shipped.</summary>
    Reset,

    /// <summary>Opens a shell and gives it the keys.</summary>
    Shell,

    /// <summary>Chooses the next pane.</summary>
    NextPane,

    /// <summary>Chooses the pane before.</summary>
    PreviousPane,

    /// <summary>Gives the keys to the chosen pane.</summary>
    FocusPane,

    /// <summary>Takes the keys back from a pane.</summary>
    LeavePane,

    /// <summary>Scrolls the chosen pane towards older lines.</summary>
    PaneUp,

    /// <summary>Scrolls the chosen pane towards younger lines.</summary>
    PaneDown,

    /// <summary>Looks around in the chosen pane: scroll, mark, copy.</summary>
    Look,

    /// <summary>Searches the chosen pane.</summary>
    Search,

    /// <summary>Shows one pane on the whole screen, or all again.</summary>
    Zoom,

    /// <summary>Changes how slide and panes share the screen.</summary>
    Layout,

    /// <summary>Shows the figures of traffic, then the scoreboard, then the slide again.</summary>
    Figures,

    /// <summary>Sends traffic to the site, or ends it.</summary>
    Traffic,

    /// <summary>Sends more requests a second.</summary>
    MoreTraffic,

    /// <summary>Sends fewer requests a second.</summary>
    LessTraffic,

    /// <summary>Makes a greater part of them writes.</summary>
    MoreWrites,

    /// <summary>Makes a smaller part of them writes.</summary>
    FewerWrites,

    /// <summary>Measures the tiers that serve, for the scoreboard.</summary>
    Measure,

    /// <summary>Opens the line for commands.</summary>
    CommandLine,

    /// <summary>Changes the theme.</summary>
    Theme,

    /// <summary>Shows all keys.</summary>
    Help,

    /// <summary>Asks whether to leave.</summary>
    Quit,
}
