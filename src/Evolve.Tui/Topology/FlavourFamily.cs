namespace Evolve.Tui.Topology;

/// <summary>The families of flavours.</summary>
public enum FlavourFamily
{
    /// <summary>A Linux container.</summary>
    Container,

    /// <summary>A unikernel that runs an unmodified program.</summary>
    Evolutionary,

    /// <summary>A unikernel written anew.</summary>
    CleanSlate,
}

/// <summary>What is known of families without reading a flavour's folder.</summary>
public static class Families
{
    /// <summary>Guesses by the name's first word: <c>mirage</c> is clean-slate, <c>linux-unikernel</c> and <c>libos</c> are evolutionary.</summary>
    public static FlavourFamily ByName(string flavour) => flavour switch
    {
        _ when flavour.StartsWith("mirage", StringComparison.Ordinal) => FlavourFamily.CleanSlate,
        _ when flavour.StartsWith("linux-unikernel", StringComparison.Ordinal) => FlavourFamily.Evolutionary,
        _ when flavour.StartsWith("libos", StringComparison.Ordinal) => FlavourFamily.Evolutionary,
        _ => FlavourFamily.Container,
    };
}
