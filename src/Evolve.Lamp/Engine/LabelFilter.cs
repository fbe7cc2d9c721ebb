using Evolve.Lamp.Deployment;

namespace Evolve.Lamp.Engine;

/// <summary>Filters for the engine's lists.</summary>
internal static class LabelFilter
{
    /// <summary>What bears our label, with one deployment's id or with any.</summary>
    internal static IDictionary<string, IDictionary<string, bool>> Of(string? deploymentId, string label = Labels.Deployment) =>
        new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = new Dictionary<string, bool>
            {
                [deploymentId is null ? label : $"{label}={deploymentId}"] = true,
            },
        };
}
