namespace Evolve.Lamp.Evolution;

/// <summary>Reads the state that plans are made of.</summary>
public interface ILampReader
{
    /// <summary>Reads it, as far as a plan for this tier needs it; changes nothing.</summary>
    /// <exception cref="EvolutionException">Somebody who should know does not answer.</exception>
    Task<LampState> ReadAsync(string tier, CancellationToken cancellationToken);
}
