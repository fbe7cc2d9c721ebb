using System.Collections.Immutable;

namespace Evolve.Scenarios.Model;

/// <summary>A piece of running text.</summary>
public abstract record Inline;

/// <summary>Plain characters.</summary>
public sealed record TextInline(string Text) : Inline;

/// <summary>Emphasis by <c>*</c>.</summary>
public sealed record EmphasisInline(ImmutableArray<Inline> Content) : Inline;

/// <summary>Strong emphasis by <c>**</c>.</summary>
public sealed record StrongInline(ImmutableArray<Inline> Content) : Inline;

/// <summary>Struck-out text by <c>~~</c>.</summary>
public sealed record StrikeInline(ImmutableArray<Inline> Content) : Inline;

/// <summary>A piece of code.</summary>
public sealed record CodeInline(string Text) : Inline;

/// <summary>A link.</summary>
public sealed record LinkInline(string Url, ImmutableArray<Inline> Content) : Inline;

/// <summary>An image, which a terminal shows by its description.</summary>
public sealed record ImageInline(string Url, string Description) : Inline;

/// <summary>A reference to a footnote, by the number it has on its slide.</summary>
public sealed record FootnoteInline(int Number) : Inline;

/// <summary>A line's end: hard by two spaces or a backslash, else soft.</summary>
public sealed record BreakInline(bool IsHard) : Inline;
