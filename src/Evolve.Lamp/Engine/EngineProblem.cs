namespace Evolve.Lamp.Engine;

/// <summary>Why the engine cannot be used, in words for the person in front of the screen.</summary>
/// <param name="Kind">The kind, for a caller that decides by it.</param>
/// <param name="Sentence">What is wrong, in one sentence.</param>
/// <param name="Remedy">What to do about it, in one sentence.</param>
public sealed record EngineProblem(EngineProblemKind Kind, string Sentence, string Remedy)
{
    /// <inheritdoc />
    public override string ToString() => $"{Sentence} {Remedy}";
}

/// <summary>The kinds of trouble with an engine.</summary>
public enum EngineProblemKind
{
    /// <summary>Nobody listens at the endpoint.</summary>
    Absent,

    /// <summary>This user may not talk to it.</summary>
    Denied,

    /// <summary>It accepts the connection and does not answer in time.</summary>
    Silent,

    /// <summary>It is not on this machine.</summary>
    Remote,

    /// <summary>It is older than Docker 20.10.</summary>
    TooOld,

    /// <summary>The docker client's own configuration does not name an engine.</summary>
    Misconfigured,

    /// <summary>It answered with an error, or with something that is not an engine's answer.</summary>
    Broken,
}
