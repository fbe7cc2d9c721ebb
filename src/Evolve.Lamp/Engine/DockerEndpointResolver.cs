using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Engine;

/// <summary>
/// Finds the engine as the <c>docker</c> command would: <c>DOCKER_HOST</c>, then <c>DOCKER_CONTEXT</c>, then the
/// current context of the client's configuration, then the default socket (docs.docker.com/engine/manage-resources/contexts).
/// </summary>
public sealed class DockerEndpointResolver(IHost host)
{
    private const string DefaultContext = "default";

    /// <summary>Resolves; reads only variables and the client's own configuration files.</summary>
    public EndpointResolution Resolve()
    {
        if (host.Variable("DOCKER_HOST") is { } variable)
        {
            return FromAddress(variable.Trim(), "DOCKER_HOST", EndpointOrigin.Variable, null);
        }

        try
        {
            return ResolveContext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Misconfigured(
                $"The docker client's configuration in {ConfigurationName} cannot be read: {e.Message}",
                "Make it readable for your user.");
        }
    }

    private string ConfigurationName => host.Variable("DOCKER_CONFIG") is null ? "~/.docker" : "$DOCKER_CONFIG";

    private string? ConfigurationFolder =>
        host.Variable("DOCKER_CONFIG") ?? (host.Variable("HOME") is { } home ? Path.Combine(home, ".docker") : null);

    private EndpointResolution ResolveContext()
    {
        var name = host.Variable("DOCKER_CONTEXT");
        if (name is null && ConfigurationFolder is { } folder)
        {
            try
            {
                name = Read(Path.Combine(folder, "config.json"), "currentContext");
            }
            catch (JsonException)
            {
                return Misconfigured(
                    $"{ConfigurationName}/config.json is not JSON, so that the docker client would not start either.",
                    "Repair or remove the file.");
            }
        }

        return name is null or DefaultContext
            ? Found(DockerEndpoint.DefaultSocketPath, EndpointOrigin.Default, null)
            : FromContext(name);
    }

    private EndpointResolution FromContext(string name)
    {
        // The docker client's context store names a context's folder by the SHA-256 of its name.
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var known = "See the known ones with `docker context ls` and choose with `docker context use NAME`.";
        try
        {
            var address = ConfigurationFolder is { } folder
                ? Read(Path.Combine(folder, "contexts", "meta", digest, "meta.json"), "Endpoints", "docker", "Host")
                : null;
            return address is null
                ? Misconfigured($"The docker context “{SafeText.Of(name, 60)}” does not name an engine, or does not exist.", known)
                : FromAddress(address, $"The docker context “{SafeText.Of(name, 60)}”", EndpointOrigin.Context, name);
        }
        catch (JsonException)
        {
            return Misconfigured($"The docker context “{SafeText.Of(name, 60)}” is stored in a file that is not JSON.", known);
        }
    }

    private EndpointResolution FromAddress(string address, string who, EndpointOrigin origin, string? context)
    {
        const string local = "Evolve needs an engine on this machine, since it looks at ports and files beside it: "
            + "unset DOCKER_HOST, or choose a local one with `docker context use default`.";
        var colon = address.IndexOf("://", StringComparison.Ordinal);
        var scheme = colon < 0 ? "tcp" : address[..colon];
        var rest = colon < 0 ? address : address[(colon + 3)..];
        return scheme switch
        {
            "unix" when rest.Length == 0 => Found(DockerEndpoint.DefaultSocketPath, origin, context),
            "unix" when rest[0] == '/' => Found(rest, origin, context),
            "unix" => Misconfigured(
                $"{who} names the socket “{SafeText.Of(rest, 60)}”, which is not an absolute path.",
                "Write it as unix:///path/of/the/socket."),
            "tcp" or "ssh" or "http" or "https" => EndpointResolution.Refused(
                EngineProblemKind.Remote, $"{who} names a remote engine ({SafeText.Of(scheme, 60)}).", local),
            _ => Misconfigured($"{who} names an engine by “{SafeText.Of(scheme, 60)}”, which cannot be used here.", local),
        };
    }

    private EndpointResolution Found(string path, EndpointOrigin origin, string? context)
    {
        var home = host.Variable("HOME")?.TrimEnd('/');
        var display = home is { Length: > 0 } && path.StartsWith(home + "/", StringComparison.Ordinal) ? "~" + path[home.Length..] : path;
        return EndpointResolution.Found(new DockerEndpoint(path, origin, context) { Display = SafeText.Of(display) });
    }

    private static EndpointResolution Misconfigured(string sentence, string remedy) =>
        EndpointResolution.Refused(EngineProblemKind.Misconfigured, sentence, remedy);

    /// <summary>The text at a place in a JSON file; null when the file or the place is not there or is empty.</summary>
    private string? Read(string path, params ReadOnlySpan<string> names)
    {
        if (host.ReadText(path) is not { } text)
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        var element = document.RootElement;
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } value ? value : null;
    }
}
