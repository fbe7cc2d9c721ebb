namespace Evolve.Player.Exercises;

/// <summary>Something that an exercise may depend on, and that says when it has changed.</summary>
public interface IChangeSignal : IDisposable
{
    /// <summary>Raised, on any thread, after a change; as often as there are changes.</summary>
    event Action? Changed;

    /// <summary>
    /// True when a check may be what changed it, as it may write a file or start a container: changes while a check is
    /// made mean nothing then.
    /// </summary>
    bool IsMovedByChecks { get; }
}
