using System.Collections.Immutable;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Shipping;

/// <summary>Where images are taken from, and put, as one archive.</summary>
public interface IImageStore
{
    /// <summary>What an archive must be asked for so that it holds these images and the stages that they were built over, which a builder finds again; null for one that is not there.</summary>
    /// <param name="images">Names, or the beginnings of ids.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    Task<IReadOnlyDictionary<string, ImmutableArray<string>?>> FindAsync(IReadOnlyCollection<string> images, CancellationToken cancellationToken);

    /// <summary>The archive of these images, each layer once.</summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    Task<Stream> SaveAsync(IReadOnlyCollection<string> references, CancellationToken cancellationToken);

    /// <summary>Takes all images of an archive.</summary>
    /// <exception cref="EngineException">The engine does not answer, or refuses.</exception>
    Task LoadAsync(Stream archive, CancellationToken cancellationToken);
}
