namespace Evolve.Lamp.Base;

/// <summary>The base image can neither be pulled nor made; the message is fit to be shown.</summary>
public sealed class BaseImageException(string message, Exception? inner = null) : Exception(message, inner);
