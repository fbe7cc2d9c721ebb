using Evolve.Lamp.Flavours;
using Evolve.Lamp.Preparation;

namespace Evolve.Bench;

/// <summary>How something is started beside the deployment.</summary>
/// <param name="Tier">The tier whose protocol it speaks.</param>
/// <param name="Image">Its image.</param>
internal sealed record Launch(string Tier, string Image)
{
    /// <summary>Whether it is a machine, and so takes KVM where that works.</summary>
    public bool IsMachine { get; init; }

    /// <summary>What <c>docker run</c> is told beside the usual.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The command, where it is not the image's own.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>A flavour as it is deployed; cold unless it is to go on from its saved state.</summary>
    public static Launch Of(Flavour flavour, bool isSaved = false) => new(flavour.Tier, $"evolve/{flavour.Tier}:{flavour.Name}")
    {
        IsMachine = flavour.Family != FlavourFamily.Container,
        Options = isSaved ? ["-v", $"{PreparationPlanner.Volume}:/saved:ro"] : [],
    };
}
