namespace Evolve.Lamp.Engine;

/// <summary>The endpoint, or the reason why there is none that can be used.</summary>
public sealed record EndpointResolution
{
    private EndpointResolution(DockerEndpoint? endpoint, EngineProblem? problem)
    {
        Endpoint = endpoint;
        Problem = problem;
    }

    /// <summary>The endpoint, or null when <see cref="Problem"/> says why not.</summary>
    public DockerEndpoint? Endpoint { get; }

    /// <summary>Why there is none, or null.</summary>
    public EngineProblem? Problem { get; }

    internal static EndpointResolution Found(DockerEndpoint endpoint) => new(endpoint, null);

    internal static EndpointResolution Refused(EngineProblemKind kind, string sentence, string remedy) =>
        new(null, new EngineProblem(kind, sentence, remedy));
}
