namespace Evolve.Lamp.Engine;

/// <summary>The one place where the engine is reached, resolved once and used by every part and every step.</summary>
/// <param name="SocketPath">The absolute path of the engine's Unix socket.</param>
/// <param name="Origin">What named it.</param>
/// <param name="Context">The docker context that named it, or null.</param>
public sealed record DockerEndpoint(string SocketPath, EndpointOrigin Origin, string? Context = null)
{
    /// <summary>Where an engine listens when nothing says otherwise.</summary>
    public const string DefaultSocketPath = "/var/run/docker.sock";

    /// <summary>The path as it is shown: the user's home folder is <c>~</c>.</summary>
    public string Display { get; init; } = SocketPath;

    /// <summary>The value of <c>DOCKER_HOST</c> that leads here.</summary>
    public string Host => "unix://" + SocketPath;

    /// <summary>
    /// What every child needs so that its <c>docker</c> reaches the same engine; an empty value counts as unset there.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["DOCKER_HOST"] = Host,
        ["DOCKER_CONTEXT"] = "",
        ["DOCKER_TLS"] = "",
        ["DOCKER_TLS_VERIFY"] = "",

        // A builder of the user's own (in a container, or remote) would leave the image where `docker run` cannot see it.
        ["BUILDX_BUILDER"] = "default",
    };
}

/// <summary>What named an endpoint.</summary>
public enum EndpointOrigin
{
    /// <summary>Nothing: the default socket.</summary>
    Default,

    /// <summary>The variable <c>DOCKER_HOST</c>.</summary>
    Variable,

    /// <summary>A docker context, by <c>DOCKER_CONTEXT</c> or by the client's configuration.</summary>
    Context,
}
