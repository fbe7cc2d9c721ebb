using System.Collections.Immutable;

namespace Evolve.Player.Commands;

/// <summary>What a command takes at one place.</summary>
/// <param name="Kind">What it must be.</param>
/// <param name="Name">How the help calls it.</param>
/// <param name="IsOptional">Whether it may be left out; only the last ones may.</param>
public sealed record CommandArgument(ArgumentKind Kind, string Name, bool IsOptional = false)
{
    /// <summary>The words that are understood, when <see cref="Kind"/> is <see cref="ArgumentKind.OneOf"/>.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The argument as the help writes it.</summary>
    public string Usage => IsOptional ? $"[{Name}]" : Name;
}

/// <summary>What an argument must be.</summary>
public enum ArgumentKind
{
    /// <summary>A step's id.</summary>
    Step,

    /// <summary>A slide's number, <c>first</c>, <c>last</c>, or a step's id.</summary>
    Place,

    /// <summary>What can be taken back: a step's id, <c>chapter</c> or <c>all</c>.</summary>
    Done,

    /// <summary>A tier of the deployment.</summary>
    Tier,

    /// <summary>A flavour of the tier before it.</summary>
    Flavour,

    /// <summary>A whole number of seconds.</summary>
    Seconds,

    /// <summary>One of a few words.</summary>
    OneOf,

    /// <summary>A command's verb.</summary>
    Verb,

    /// <summary>All that follows, a word or many.</summary>
    Text,
}
