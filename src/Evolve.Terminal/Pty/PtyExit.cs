namespace Evolve.Terminal.Pty;

/// <summary>How a process ended: exactly one of the two is there.</summary>
/// <param name="Code">Its exit status, 0 to 255, when it ended by itself.</param>
/// <param name="Signal">The number of the signal that ended it.</param>
public readonly record struct PtyExit(int? Code, int? Signal)
{
    /// <summary>True for exit status 0.</summary>
    public bool IsSuccess => Code == 0;
}
