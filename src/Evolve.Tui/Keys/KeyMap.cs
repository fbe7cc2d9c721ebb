using System.Collections.Immutable;
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
        new(UiCommand.Forward, Talk, "forward: what the last line says", "PageDown", "Space", "Right", "Enter"),
        new(UiCommand.Back, Talk, "back; runs nothing", "PageUp", "Left", "Backspace"),
        new(UiCommand.Blank, Talk, "blank the screen and back", "b", "."),
        new(UiCommand.Index, Talk, "find a slide or step", "Ctrl-P"),
        new(UiCommand.Jump, Talk, "after a number: go to that slide", "g"),
        new(UiCommand.First, Talk, "first slide", "Home"),
        new(UiCommand.Last, Talk, "last slide", "End"),
        new(UiCommand.ScrollDown, Talk, "scroll a long slide down", "Down"),
        new(UiCommand.ScrollUp, Talk, "scroll it up", "Up"),
        new(UiCommand.JumpToChange, Talk, "go to what was just edited", "j"),
        new(UiCommand.Run, Steps, "run it, or again", "r"),
        new(UiCommand.Cancel, Steps, "stop what runs", "c", "Ctrl-C"),
        new(UiCommand.Edit, Steps, "edit it and run that", "e"),
        new(UiCommand.Skip, Steps, "go on without it", "s"),
        new(UiCommand.Solve, Steps, "solve an exercise", "v"),
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
        new(UiCommand.Traffic, Figures, "send traffic to the site, or stop", "T"),
        new(UiCommand.MoreTraffic, Figures, "more requests a second", "+", "="),
        new(UiCommand.LessTraffic, Figures, "fewer", "-"),
        new(UiCommand.MoreWrites, Figures, "more of them writes", ">"),
        new(UiCommand.FewerWrites, Figures, "fewer of them writes", "<"),
        new(UiCommand.Measure, Figures, "measure the tiers that serve", "m"),
        new(UiCommand.Zoom, Screen, "one pane on the whole screen", "z"),
        new(UiCommand.Layout, Screen, "slide, panes or both", "l"),
        new(UiCommand.Theme, Screen, "dark, light, high contrast", "t"),
        new(UiCommand.Help, Screen, "all keys", "?"),
        new(UiCommand.Quit, Screen, "quit; asks first", "q"),
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

    /// <summary>The first key of a command.</summary>
    public static string NameOf(UiCommand command) => KeyNames.Of(Bindings.First(binding => binding.Command == command).Keys[0]);

    /// <summary>All keys for the help.</summary>
    public static ImmutableArray<KeyGroup> Groups() =>
    [
        .. Bindings.GroupBy(binding => binding.Group).Select(group => new KeyGroup(
            group.Key,
            [.. group.Select(binding => new KeyHint(string.Join(" ", binding.Keys.Select(KeyNames.Of)), binding.What))])),
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
