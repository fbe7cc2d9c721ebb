namespace Evolve.Player.Commands;

/// <summary>What commands ask of the deployment.</summary>
public interface ILampControl
{
    /// <summary>Says a line a tier: what serves it, and what else is there.</summary>
    /// <exception cref="CommandException">The engine does not answer.</exception>
    Task ListTiersAsync(Action<string> print, CancellationToken cancellationToken);

    /// <summary>Makes a tier another flavour while the site is in use, and says how.</summary>
    /// <exception cref="CommandException">It did not succeed.</exception>
    Task EvolveAsync(string tier, string flavour, Action<string> print, CancellationToken cancellationToken);
}
