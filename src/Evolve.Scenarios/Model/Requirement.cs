namespace Evolve.Scenarios.Model;

/// <summary>What a scenario needs beside the terminal.</summary>
public enum Requirement
{
    /// <summary>A local Docker engine.</summary>
    Engine,

    /// <summary>The network, to fetch images or packages.</summary>
    Network,

    /// <summary>A working <c>/dev/kvm</c>.</summary>
    Kvm,
}
