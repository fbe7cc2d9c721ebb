using System.Collections.Immutable;

namespace Evolve.Tui.Overlays;

/// <summary>A key and what it does.</summary>
/// <param name="Key">The key as it is written on a keyboard, such as <c>Ctrl-P</c>.</param>
/// <param name="What">What it does, in a few words.</param>
public sealed record KeyHint(string Key, string What);

/// <summary>Keys that belong together.</summary>
/// <param name="Title">What they are for.</param>
/// <param name="Keys">The keys.</param>
public sealed record KeyGroup(string Title, ImmutableArray<KeyHint> Keys);
