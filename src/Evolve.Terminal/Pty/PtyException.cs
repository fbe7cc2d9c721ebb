namespace Evolve.Terminal.Pty;

/// <summary>A pseudo-terminal or its program could not be made; the message says what and why.</summary>
public sealed class PtyException : Exception
{
    /// <summary>With a sentence for the user.</summary>
    public PtyException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence for the user and its cause.</summary>
    public PtyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a reason; for serializers.</summary>
    public PtyException()
    {
    }
}
