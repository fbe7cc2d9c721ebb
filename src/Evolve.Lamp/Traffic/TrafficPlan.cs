namespace Evolve.Lamp.Traffic;

/// <summary>What is sent: a steady mix of reads and numbered writes.</summary>
public sealed record TrafficPlan
{
    /// <summary>The most requests a second.</summary>
    public const double MostRate = 2000;

    /// <summary>The most times that one request is sent again.</summary>
    public const int MostRetries = 5;

    /// <summary>
    /// What three emulated guests carry on two cores beside a fourth that starts: they saturate between 20 and 30 requests
    /// a second, measured here, and whoever waits then waits for the machine and not for a cut-over.
    /// </summary>
    private const double UsualRate = 10;

    private readonly double _rate = UsualRate;
    private readonly double _writes = 20;
    private readonly int _retries;

    /// <summary>Requests a second, from 0.1 to <see cref="MostRate"/>; what is outside becomes the nearest end.</summary>
    public double Rate
    {
        get => _rate;
        init => _rate = Math.Clamp(value, 0.1, MostRate);
    }

    /// <summary>How many of a hundred requests are writes, from 0 to 100.</summary>
    public double Writes
    {
        get => _writes;
        init => _writes = Math.Clamp(value, 0, 100);
    }

    /// <summary>
    /// How often a request that failed is sent again, from 0 to <see cref="MostRetries"/>. By default never, as a
    /// visitor would: reads change nothing and writes bear a number, so either may be, and each time is counted.
    /// </summary>
    public int Retries
    {
        get => _retries;
        init => _retries = Math.Clamp(value, 0, MostRetries);
    }
}
