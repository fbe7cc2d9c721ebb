using System.Collections.Immutable;
using Evolve.Player.Commands;
using Evolve.Terminal.Input;
using Evolve.Tui.Overlays;

namespace Evolve.Tui.Keys;

/// <summary>The one table of keys: presses are looked up in it, and the help is drawn from it.</summary>
public static class KeyMap
{
    private const string Talk = "The talk";
    private const string Steps = "Steps";
    private const string Panes = "Panes";
    private const string Figures = "Figures";
    private const string Screen = "The screen";

    /// <summary>All bindings, in the order of the help.</summary>
    public static ImmutableArray<KeyBinding> Bindings { get; } =
    [
        KeyBinding.Of(UiCommand.Forward, Talk, "forward", "PageDown", "Space", "Right", "Enter"),
        KeyBinding.Of(UiCommand.Back, Talk, "back", "PageUp", "Left", "Backspace"),
        new(UiCommand.Blank, Talk, "blank the screen and back", "b", "."),
        new(UiCommand.Index, Talk, "find a slide or step", "Ctrl-P"),
        new(UiCommand.Jump, Talk, "after a number: go to that slide", "g"),
        new(UiCommand.First, Talk, "first slide", "Home") { Line = "goto first" },
        new(UiCommand.Last, Talk, "last slide", "End") { Line = "goto last" },
        new(UiCommand.CommandLine, Talk, "type a command", ":"),
        new(UiCommand.ScrollDown, Talk, "scroll a long slide down", "Down"),
        new(UiCommand.ScrollUp, Talk, "scroll it up", "Up"),
        new(UiCommand.JumpToChange, Talk, "go to what was just edited", "j"),
        KeyBinding.Of(UiCommand.Run, Steps, "run", "r"),
        KeyBinding.Of(UiCommand.Cancel, Steps, "stop", "c", "Ctrl-C"),
        new(UiCommand.Edit, Steps, "edit it and run that", "e"),
        KeyBinding.Of(UiCommand.Skip, Steps, "skip", "s"),
        KeyBinding.Of(UiCommand.Solve, Steps, "solve", "v"),
        KeyBinding.Of(UiCommand.Undo, Steps, "undo", "u"),
        new(UiCommand.UndoChapter, Steps, "take this chapter back", "U") { Line = "undo chapter" },
        new(UiCommand.StartOver, Steps, "start over: take all back", "B") { Line = "undo all" },
        KeyBinding.Of(UiCommand.CatchUp, Steps, "jump", "J"),
        new(UiCommand.Replay, Steps, "play its recording, or pause", "p"),
        new(UiCommand.ReplaySpeed, Steps, "play recordings faster", "P"),
        new(UiCommand.Hint, Steps, "next hint, then the solution", "F4"),
        new(UiCommand.CheckNow, Steps, "check the exercise", "F5"),
        new(UiCommand.Summary, Steps, "what was done so far", "F6"),
        new(UiCommand.Reset, Steps, "reset the workspace", "R"),
        new(UiCommand.Shell, Panes, "open a shell and type there", "x"),
        new(UiCommand.NextPane, Panes, "next pane", "Tab"),
        new(UiCommand.PreviousPane, Panes, "pane before", "Shift-Tab"),
        new(UiCommand.FocusPane, Panes, "type into the pane", "F2"),
        new(UiCommand.LeavePane, Panes, "take the keys back", "F12", "Ctrl-]"),
        new(UiCommand.PaneUp, Panes, "scroll the pane up", "Shift-PageUp", "Shift-Up"),
        new(UiCommand.PaneDown, Panes, "scroll it down", "Shift-PageDown", "Shift-Down"),
        new(UiCommand.Look, Panes, "look around: move, mark, copy", "F3"),
        new(UiCommand.Search, Panes, "search the pane", "/"),
        new(UiCommand.Figures, Figures, "traffic, scoreboard, slide", "f"),
        KeyBinding.Of(UiCommand.Traffic, Figures, "traffic", "T"),
        new(UiCommand.MoreTraffic, Figures, "more requests a second", "+", "="),
        new(UiCommand.LessTraffic, Figures, "fewer", "-"),
        new(UiCommand.MoreWrites, Figures, "more of them writes", ">"),
        new(UiCommand.FewerWrites, Figures, "fewer of them writes", "<"),
        KeyBinding.Of(UiCommand.Measure, Figures, "measure", "m"),
        new(UiCommand.Zoom, Screen, "one pane on the whole screen", "z"),
        new(UiCommand.Layout, Screen, "slide, panes or both", "l"),
        KeyBinding.Of(UiCommand.Theme, Screen, "theme", "t"),
        KeyBinding.Of(UiCommand.Help, Screen, "help", "?"),
        KeyBinding.Of(UiCommand.Quit, Screen, "quit", "q"),
    ];

    private static readonly Dictionary<KeyPress, UiCommand> s_commands =
        Bindings.SelectMany(binding => binding.Keys, (binding, key) => (key, binding.Command)).ToDictionary();

    /// <summary>
    /// The keys that a clicker sends and no program in a pane is worth them: they belong to the talk whoever has the
    /// other keys.
    /// </summary>
    public static bool IsClicker(KeyPress key) => key.Key is TerminalKey.PageDown or TerminalKey.PageUp && key.Modifiers == 0;

    /// <summary>What a key does, or null.</summary>
    public static UiCommand? Find(KeyPress key) => s_commands.TryGetValue(key, out var command) ? command : null;

    /// <summary>The command line that does the same; null when only a key can do this.</summary>
    public static string? LineOf(UiCommand command) => Bindings.First(binding => binding.Command == command).Line;

    /// <summary>The names of the keys that stand for a command line.</summary>
    public static IEnumerable<string> KeysOf(string line) =>
        Bindings.Where(binding => binding.Line == line).SelectMany(binding => binding.Keys).Select(KeyNames.Of);

    /// <summary>The first key of a command.</summary>
    public static string NameOf(UiCommand command) => KeyNames.Of(Bindings.First(binding => binding.Command == command).Keys[0]);

    /// <summary>All keys for the help.</summary>
    public static ImmutableArray<KeyGroup> Groups() =>
    [
        .. Bindings.GroupBy(binding => binding.Group).Select(group => new KeyGroup(
            group.Key,
            [.. group.Select(binding => new KeyHint(string.Join(" ", binding.Keys.Select(KeyNames.Of)), binding.What))])),
        new KeyGroup(
            $"Commands, after {NameOf(UiCommand.CommandLine)}",
            [.. CommandTable.All.Where(command => !KeysOf(command.Verb).Any()).Select(command => new KeyHint(command.Usage, command.Help))]),
        new KeyGroup(
            "Looking around in a pane",
            [
                new KeyHint("arrows g G", "move; to the oldest, the youngest"),
                new KeyHint("/ n N", "search; next hit, hit before"),
                new KeyHint("Space y", "mark from here; copy what is marked"),
                new KeyHint("Esc", "back to the talk"),
            ]),
    ];
}
