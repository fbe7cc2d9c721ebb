namespace Evolve.Lamp.Engine;

/// <summary>Which engine answers.</summary>
/// <param name="Server">Its version, as in <c>20.10.24</c>.</param>
/// <param name="ApiNewest">The newest API that it speaks.</param>
/// <param name="ApiOldest">The oldest API that it speaks.</param>
/// <param name="ApiSpoken">The API that we speak with it.</param>
public sealed record EngineVersion(string Server, Version ApiNewest, Version ApiOldest, Version ApiSpoken);

/// <summary>What an engine says about itself and its machine.</summary>
/// <param name="Id">Its own stable id.</param>
/// <param name="RootFolder">Where it keeps images and containers.</param>
/// <param name="CpuCount">Processors it sees.</param>
/// <param name="MemoryBytes">Memory it sees, in bytes.</param>
/// <param name="CgroupVersion"><c>1</c> or <c>2</c>, or empty where it does not say.</param>
/// <param name="IsRootless">True when it runs without root.</param>
public sealed record EngineInfo(
    string Id, string RootFolder, long CpuCount, long MemoryBytes, string CgroupVersion, bool IsRootless);
