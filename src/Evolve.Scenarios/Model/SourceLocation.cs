namespace Evolve.Scenarios.Model;

/// <summary>A place in a scenario file.</summary>
/// <param name="File">Path as it was given or included.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters, from 1.</param>
public readonly record struct SourceLocation(string File, int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}:{Line}:{Column}";
}
