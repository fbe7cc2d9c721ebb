namespace Evolve;

/// <summary>What the process tells its caller.</summary>
public static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>It ran, and the answer is no: a broken scenario, a failed step, a machine that cannot give the talk.</summary>
    public const int Failure = 1;

    /// <summary>It could not run: wrong arguments, nothing to read, no terminal.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C or SIGTERM ended it, as a shell says it.</summary>
    public const int Stopped = 130;

    /// <summary>A defect of Evolve itself; the log has the details.</summary>
    public const int Defect = 70;
}
