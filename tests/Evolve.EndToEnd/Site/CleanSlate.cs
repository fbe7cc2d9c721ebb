using Xunit;

namespace Evolve.EndToEnd.Site;

/// <summary>The deployment while its web and php tiers are OCaml programs; afterwards they are containers again.</summary>
public sealed class CleanSlate(LampFixture lamp) : IAsyncLifetime
{
    /// <summary>What they are called.</summary>
    public const string Flavour = "mirage";

    /// <summary>The tiers that have it.</summary>
    public static readonly string[] Tiers = ["web", "php"];

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        await lamp.Guests.Value;
        foreach (var tier in Tiers)
        {
            await LampFixture.EvolveAsync("tier", tier, Flavour);
        }

        await lamp.UntilWholeAsync();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await LampFixture.EvolveAsync("reset");
        await lamp.UntilWholeAsync();
    }
}
