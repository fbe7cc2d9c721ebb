namespace Evolve.Lamp.Removal;

/// <summary>What becomes of the build stages that every deployment shares, such as the compiled kernels, when one is removed.</summary>
public enum SharedCache
{
    /// <summary>They stay: the next build takes seconds instead of minutes.</summary>
    Stays,

    /// <summary>They go, unless there is another deployment.</summary>
    GoesWithTheLast,
}
