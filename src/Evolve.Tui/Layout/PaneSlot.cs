namespace Evolve.Tui.Layout;

/// <summary>A pane's place.</summary>
/// <param name="Index">Which pane, from 0.</param>
/// <param name="Title">The line of its title; empty when tabs show it.</param>
/// <param name="Body">Its screen.</param>
public readonly record struct PaneSlot(int Index, Area Title, Area Body);
