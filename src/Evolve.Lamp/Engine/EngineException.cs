namespace Evolve.Lamp.Engine;

/// <summary>The engine could not do what was asked; the message is fit to be shown.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Wraps a problem.</summary>
    public EngineException(EngineProblem problem, Exception? inner = null)
        : base(problem.ToString(), inner) => Problem = problem;

    /// <summary>What is wrong.</summary>
    public EngineProblem Problem { get; }
}
