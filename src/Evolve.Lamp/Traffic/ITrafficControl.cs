namespace Evolve.Lamp.Traffic;

/// <summary>Traffic as the app switches it; nothing here blocks or asks.</summary>
public interface ITrafficControl
{
    /// <summary>Raised, on any thread, after <see cref="Current"/> became another.</summary>
    event Action? Changed;

    /// <summary>The figures: of the traffic that runs, else of the last one.</summary>
    TrafficSnapshot Current { get; }

    /// <summary>What is sent, or will be.</summary>
    TrafficPlan Plan { get; set; }

    /// <summary>Begins to send; nothing when it already does.</summary>
    void Start();

    /// <summary>Ends the sending; answers and the last audit come later.</summary>
    void Stop();
}
