namespace Evolve.Player.Workspaces;

/// <summary>The workspace cannot be made, read or reset; the message is a sentence for the user.</summary>
public sealed class WorkspaceException : Exception
{
    /// <summary>With a sentence for the user.</summary>
    public WorkspaceException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence for the user and its cause.</summary>
    public WorkspaceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a reason; for serializers.</summary>
    public WorkspaceException()
    {
    }
}
