namespace Evolve.Stage.Notes;

/// <summary>The notes window cannot be served or shown; the message is the sentence to show.</summary>
public sealed class NotesException : Exception
{
    /// <summary>Without a sentence; for serializers.</summary>
    public NotesException()
    {
    }

    /// <summary>With the sentence to show.</summary>
    public NotesException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence to show and what is behind it.</summary>
    public NotesException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
