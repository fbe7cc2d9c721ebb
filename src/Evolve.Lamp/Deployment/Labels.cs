namespace Evolve.Lamp.Deployment;

/// <summary>The labels that say which Docker objects are ours.</summary>
public static class Labels
{
    /// <summary>On everything that Evolve creates; its value is the deployment's id.</summary>
    public const string Deployment = "dev.evolve.deployment";

    /// <summary>On a tier's image and containers: <c>edge</c>, <c>web</c>, <c>php</c> or <c>db</c>.</summary>
    public const string Tier = "dev.evolve.tier";

    /// <summary>On a tier's image and containers: the name of its flavour's folder.</summary>
    public const string Flavour = "dev.evolve.flavour";

    /// <summary>On build stages that are the same for every deployment, such as installed packages and compiled kernels: they go with the last of them.</summary>
    public const string Cache = "dev.evolve.cache";
}
