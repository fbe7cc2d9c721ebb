using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Evolve.Lamp.Scoreboard;

/// <summary>A registry, asked for what it takes to fetch an image (OCI Distribution Specification 1.1).</summary>
/// <param name="address">The registry, such as <c>http://127.0.0.1:5000/</c>.</param>
public sealed class Registry(Uri address) : IDisposable
{
    private static readonly string[] s_kinds = ["application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json"];

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>The compressed layers of an image in bytes; null when the registry does not have it, or is not there.</summary>
    public async Task<long?> ShippedAsync(string repository, string tag, CancellationToken cancellationToken)
    {
        try
        {
            using var question = new HttpRequestMessage(HttpMethod.Get, $"v2/{repository}/manifests/{tag}");
            foreach (var kind in s_kinds)
            {
                question.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(kind));
            }

            using var answer = await _client.SendAsync(question, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                return null;
            }

            using var manifest = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return manifest.RootElement.TryGetProperty("layers", out var layers)
                ? layers.EnumerateArray().Sum(layer => layer.GetProperty("size").GetInt64())
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException or InvalidOperationException or KeyNotFoundException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
