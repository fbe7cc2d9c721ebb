using System.Collections.Immutable;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Flavours;

namespace Evolve.Lamp.Diagnosis;

/// <summary>What the doctor looks at.</summary>
/// <param name="Resolution">The engine's endpoint, or why there is none.</param>
/// <param name="Engine">The engine at it, or null when there is no endpoint; stays its owner's.</param>
/// <param name="DeploymentId">The id that our objects bear.</param>
/// <param name="BaseImage">The base image's name.</param>
/// <param name="Port">The site's port on 127.0.0.1.</param>
/// <param name="StateFolder">The path of the state folder.</param>
/// <param name="TerminalSize">The terminal's size, or null when the output is not a terminal.</param>
public sealed record DoctorSubject(
    EndpointResolution Resolution,
    DockerEngine? Engine,
    string DeploymentId,
    string BaseImage,
    int Port,
    string StateFolder,
    Evolve.Terminal.TerminalSize? TerminalSize = null)
{
    /// <summary>The flavours that the talk may use: their containers and volumes have names.</summary>
    public ImmutableArray<Flavour> Flavours { get; init; } = [];
}
