namespace Evolve.Lamp.Evolution;

/// <summary>A tier could not be brought where it should be; the message is fit to be shown.</summary>
public sealed class EvolutionException(string message, Exception? inner = null) : Exception(message, inner);
