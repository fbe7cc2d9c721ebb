namespace Evolve.Tui;

/// <summary>A scenario cannot be played; the message says why and what to do, a sentence a line.</summary>
public sealed class SessionException : Exception
{
    /// <summary>Without a reason.</summary>
    public SessionException()
    {
    }

    /// <summary>With the sentences to show.</summary>
    public SessionException(string message)
        : base(message)
    {
    }

    /// <summary>With the sentences to show and what was behind them.</summary>
    public SessionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
