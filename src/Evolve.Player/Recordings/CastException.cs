namespace Evolve.Player.Recordings;

/// <summary>A recording that cannot be read or written; its message is one sentence that begins with file and line.</summary>
public sealed class CastException : Exception
{
    /// <summary>With the sentence to show.</summary>
    public CastException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence to show and what is behind it.</summary>
    public CastException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a sentence; for serializers.</summary>
    public CastException()
    {
    }
}
