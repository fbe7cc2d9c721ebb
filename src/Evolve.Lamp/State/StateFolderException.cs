namespace Evolve.Lamp.State;

/// <summary>The state folder, or a file in it, cannot be used; the message is fit to be shown.</summary>
public sealed class StateFolderException(string message, Exception? inner = null) : Exception(message, inner);
