namespace Evolve;

/// <summary>Something the user can mend; its message is the whole sentence that is shown.</summary>
public sealed class UserException : Exception
{
    /// <summary>With the sentence to show.</summary>
    public UserException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence to show and what is behind it.</summary>
    public UserException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a sentence; for serializers.</summary>
    public UserException()
    {
    }
}
