using System.Collections.Immutable;

namespace Evolve.Player.Commands;

/// <summary>The one table of commands: keys, the <c>:</c> line, the REPL, the notes window and all help are made from it.</summary>
public static class CommandTable
{
    private static readonly CommandArgument s_step = new(ArgumentKind.Step, "STEP", IsOptional: true);
    private static readonly CommandArgument s_tier = new(ArgumentKind.Tier, "TIER");

    /// <summary>All commands, in the order of the help.</summary>
    public static ImmutableArray<TalkCommand> All { get; } =
    [
        new() { Verb = "forward", Help = "forward: what the last line says", Run = PlaceCommands.ForwardAsync },
        new() { Verb = "back", Help = "back; runs nothing", Run = PlaceCommands.BackAsync },
        new()
        {
            Verb = "goto",
            Help = "go to a slide or a step; runs nothing",
            Arguments = [new(ArgumentKind.Place, "SLIDE|STEP")],
            Run = PlaceCommands.GoToAsync,
        },
        new() { Verb = "where", Help = "say where the talk is, and what comes next", Run = PlaceCommands.WhereAsync },
        new() { Verb = "read", Help = "read the slide, as far as it is shown", Run = PlaceCommands.ReadAsync },
        new() { Verb = "steps", Help = "list the steps and how they went", Run = PlaceCommands.ListStepsAsync },
        new() { Verb = "notes", Help = "show the notes of this slide, where no audience sees them", Run = PlaceCommands.NotesAsync },
        new() { Verb = "run", Help = "run it, or again", Arguments = [s_step], Run = StepCommands.RunAsync },
        new() { Verb = "again", Help = "run it again as it ran last", Arguments = [s_step], Run = StepCommands.AgainAsync },
        new() { Verb = "stop", Help = "stop what runs", Arguments = [s_step], Run = StepCommands.StopAsync },
        new() { Verb = "skip", Help = "go on without it", Arguments = [s_step], Run = StepCommands.SkipAsync },
        new() { Verb = "replay", Help = "play its recording in its place; runs nothing", Arguments = [s_step], Run = StepCommands.ReplayAsync },
        new() { Verb = "solve", Help = "solve an exercise", Arguments = [s_step], Run = StepCommands.SolveAsync },
        new()
        {
            Verb = "undo",
            Help = "take a done step back",
            Arguments = [new(ArgumentKind.Done, "STEP|chapter|all", IsOptional: true)],
            Run = JumpCommands.UndoAsync,
        },
        new()
        {
            Verb = "jump",
            Help = "do all that a place needs, and go there",
            Arguments = [new(ArgumentKind.Place, "SLIDE|STEP", IsOptional: true)],
            Run = JumpCommands.JumpAsync,
        },
        new()
        {
            Verb = "wait",
            Help = "wait until no step is at work",
            Arguments = [new(ArgumentKind.Seconds, "SECONDS", IsOptional: true)],
            Run = StepCommands.WaitAsync,
        },
        new() { Verb = "tiers", Help = "list the tiers and what serves them", Run = LampCommands.ListAsync },
        new()
        {
            Verb = "tier",
            Help = "make a tier another flavour while the site is in use",
            Arguments = [s_tier, new(ArgumentKind.Flavour, "FLAVOUR")],
            IsLong = true,
            Run = LampCommands.EvolveAsync,
        },
        new() { Verb = "measure", Help = "measure the tiers that serve", Run = LampCommands.MeasureAsync },
        new()
        {
            Verb = "traffic",
            Help = "send traffic to the site, or stop",
            Arguments = [new(ArgumentKind.OneOf, "on|off", IsOptional: true) { Words = ["on", "off"] }],
            Run = LampCommands.SwitchTrafficAsync,
        },
        new()
        {
            Verb = "record",
            Help = "record each step from now on, or keep that",
            Arguments = [new(ArgumentKind.OneOf, "on|off", IsOptional: true) { Words = ["on", "off"] }],
            Run = RecordCommands.SwitchAsync,
        },
        new()
        {
            Verb = "docker",
            Help = "the real docker command, with the talk's own engine",
            Arguments = [new(ArgumentKind.Text, "…")],
            Run = LampCommands.DockerAsync,
        },
        new()
        {
            Verb = "theme",
            Help = "dark, light, high contrast",
            Arguments = [new(ArgumentKind.OneOf, "NAME", IsOptional: true) { Words = ["dark", "light", "high-contrast"] }],
            Run = ScreenCommands.ShowThemeAsync,
        },
        new()
        {
            Verb = "help",
            Help = "all keys and commands",
            Arguments = [new(ArgumentKind.Verb, "COMMAND", IsOptional: true)],
            Run = ScreenCommands.ShowHelpAsync,
        },
        new() { Verb = "quit", Help = "quit; asks first", Run = ScreenCommands.QuitAsync },
    ];

    /// <summary>The command of this verb, or null.</summary>
    public static TalkCommand? Find(string verb) => All.FirstOrDefault(command => command.Verb == verb);

    /// <summary>The command of this verb.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static TalkCommand Get(string verb) =>
        Find(verb) ?? throw new ArgumentException($"There is no command “{verb}”.", nameof(verb));
}
