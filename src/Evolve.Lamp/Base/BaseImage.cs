using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;
using CliWrap.Exceptions;
using Docker.DotNet.Models;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Base;

/// <summary>The image that every Dockerfile starts from: found, pulled, or made here.</summary>
public sealed partial class BaseImage(DockerEngine engine, string name, string deploymentId, AptMirror mirror, TimeProvider time)
{
    /// <summary>On a base image that was made here; its own label, since what others build on the base inherits it.</summary>
    public const string Label = "dev.evolve.base";

    /// <summary>A registry that has said nothing for this long will not save the start of a talk.</summary>
    private static readonly TimeSpan FirstWord = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PullDeadline = TimeSpan.FromMinutes(5);

    /// <summary>Its full name, as in <c>debian:trixie-slim</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Reads the name from the one file that has it, <c>assets/base-image</c>.</summary>
    /// <exception cref="BaseImageException">The file cannot be read or holds no name; the message is fit to be shown.</exception>
    public static string ReadName(string assetsFolder)
    {
        try
        {
            var name = File.ReadAllText(Path.Combine(assetsFolder, "base-image")).Trim();
            return FullName().IsMatch(name)
                ? name
                : throw new BaseImageException("The file assets/base-image does not hold one image's name and tag, as debian:trixie-slim.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BaseImageException($"The installation is not complete, its file assets/base-image cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Whether the engine has it.</summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    public async Task<bool> IsPresentAsync(CancellationToken cancellationToken = default) =>
        await engine.FindAsync((client, token) => client.Images.InspectImageAsync(Name, token), cancellationToken) is not null;

    /// <summary>Makes sure that the engine has it; the lines of progress are sentences.</summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    /// <exception cref="BaseImageException">It can neither be pulled nor made; the message is fit to be shown.</exception>
    public async Task<BaseImageOrigin> EnsureAsync(IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        if (await IsPresentAsync(cancellationToken))
        {
            return BaseImageOrigin.Present;
        }

        progress?.Report($"Pulling the base image {Name}.");
        if (await PullAsync(progress, cancellationToken) is not { } reason)
        {
            return BaseImageOrigin.Pulled;
        }

        progress?.Report($"{Name} cannot be pulled ({reason}), so it is made here from Debian's packages; this takes about half a minute.");
        await MakeAsync(progress, cancellationToken);
        progress?.Report($"{Name} is made.");
        return BaseImageOrigin.Made;
    }

    /// <summary>Pulls it as the user would; null, or why it could not be.</summary>
    private async Task<string?> PullAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(FirstWord, time);
        using var late = new CancellationTokenSource(PullDeadline, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, late.Token, cancellationToken);
        var words = 0;
        try
        {
            var result = await Cli.Wrap("docker")
                .WithArguments(["pull", Name])
                .WithEnvironmentVariables(engine.Endpoint)
                .WithStandardOutputPipe(PipeTarget.ToDelegate(line =>
                {
                    // The first line names the tag, the second means that the registry has answered.
                    if (++words == 2)
                    {
                        silence.CancelAfter(Timeout.InfiniteTimeSpan);
                    }

                    progress?.Report(WithoutAddresses(line));
                }))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync(any.Token);
            return result.IsSuccess ? null : "the registry cannot be reached, or refuses";
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return "the registry does not answer in time";
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or CliWrapException)
        {
            return "the docker command cannot be run";
        }
    }

    private async Task MakeAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var release = ReleaseName().Match(Name) is { Success: true } match
            ? match.Groups["release"].Value
            : throw CannotBeMade($"no release of Debian can be told from the name {Name}");
        try
        {
            var id = await new BaseImageMaker(engine.Endpoint, mirror, time)
                .MakeAsync(release, $"{Label}={deploymentId}", line => progress?.Report($"Making {Name}: {WithoutAddresses(line)}"), cancellationToken);
            var tag = new ImageTagParameters { RepositoryName = Name.Split(':')[0], Tag = Name.Split(':')[1] };
            await engine.AskAsync(
                async (client, token) =>
                {
                    await client.Images.TagImageAsync(id, tag, token);
                    return true;
                },
                cancellationToken);
        }
        catch (BaseImageException e)
        {
            throw CannotBeMade(WithoutAddresses(e.Message));
        }
    }

    private BaseImageException CannotBeMade(string reason) => new(
        $"The base image {Name} can neither be pulled nor made here: {reason}. "
        + $"When the network is there, type `docker pull {Name}`; on Debian or Ubuntu, "
        + "`sudo apt-get install mmdebstrap debian-archive-keyring` lets Evolve make it.");

    /// <summary>No line that is shown, or recorded, names the host of a mirror.</summary>
    private string WithoutAddresses(string line)
    {
        var shown = Address().Replace(SafeText.Of(line), "the mirror");
        return mirror.Find() is { } uri ? shown.Replace(uri.Host, "the mirror", StringComparison.OrdinalIgnoreCase) : shown;
    }

    [GeneratedRegex(@"[a-z][a-z0-9+.-]*://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9./_-]*:[A-Za-z0-9_.-]+$")]
    private static partial Regex FullName();

    [GeneratedRegex(@":(?<release>[a-z]+)(-slim)?$")]
    private static partial Regex ReleaseName();
}

/// <summary>Where the base image came from.</summary>
public enum BaseImageOrigin
{
    /// <summary>It was there already.</summary>
    Present,

    /// <summary>It was pulled from its registry.</summary>
    Pulled,

    /// <summary>It was made on this machine from Debian's packages.</summary>
    Made,
}
