namespace Evolve.Stage.Packing;

/// <summary>A bundle that cannot be made or taken; its message is the whole sentence that is shown.</summary>
public sealed class BundleException : Exception
{
    /// <summary>With the sentence to show.</summary>
    public BundleException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentence to show and what is behind it.</summary>
    public BundleException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Without a sentence; for serializers.</summary>
    public BundleException()
    {
    }
}
