using Evolve.Lamp.Evolution;

namespace Evolve.Lamp.Preparation;

/// <summary>How one image of ours is built.</summary>
/// <param name="Image">Its name, as <c>evolve/kernel:php</c>.</param>
/// <param name="Dockerfile">The path of its Dockerfile, which begins with <c>assets/</c>.</param>
/// <param name="Target">The stage that it is, when it is not the last.</param>
public sealed record ImageBuild(string Image, string Dockerfile, string? Target = null)
{
    /// <summary>The command, as it stands on the slides.</summary>
    public DockerCommand Command => DockerCommand.Of(
        [
            $"docker build -t {Image}",
            "--build-arg EVOLVE_DEPLOYMENT",
            "--build-arg EVOLVE_APT_MIRROR",
            .. Target is null ? Array.Empty<string>() : [$"--target {Target}"],
            $"-f {Dockerfile} assets",
        ]);
}
