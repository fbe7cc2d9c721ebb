namespace Evolve.Player.Commands;

/// <summary>A command cannot be done, or was not; the message is the one sentence that is shown.</summary>
public sealed class CommandException : Exception
{
    /// <summary>Without a sentence; for serializers.</summary>
    public CommandException()
    {
    }

    /// <summary>With the sentence to show.</summary>
    public CommandException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence to show and what is behind it.</summary>
    public CommandException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
