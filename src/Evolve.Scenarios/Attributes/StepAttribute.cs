namespace Evolve.Scenarios.Attributes;

/// <summary>One attribute of a fence, as written.</summary>
/// <param name="Kind">Which of the three forms it has.</param>
/// <param name="Name">The id, the kind or the key.</param>
/// <param name="Value">The value with its escapes resolved; empty for ids and kinds.</param>
/// <param name="Offset">Where it begins.</param>
/// <param name="ValueOffset">Where its value begins, inside the quotes if it has any.</param>
internal sealed record StepAttribute(AttributeKind Kind, string Name, string Value, int Offset, int ValueOffset)
{
    /// <summary>It as an author would refer to it.</summary>
    public override string ToString() => Kind switch
    {
        AttributeKind.Id => $"#{Name}",
        AttributeKind.Class => $".{Name}",
        _ => $"{Name}=",
    };
}

internal enum AttributeKind
{
    /// <summary><c>#id</c></summary>
    Id,

    /// <summary><c>.kind</c></summary>
    Class,

    /// <summary><c>key=value</c></summary>
    Pair,
}
