namespace Evolve.Terminal.Screen.Storage;

/// <summary>A <see cref="CellStyle"/> in 64 bits: foreground (26), background (26), attributes (12); zero is the default.</summary>
internal static class PackedStyle
{
    private const int BackgroundShift = 26;
    private const int AttributesShift = 52;
    private const ulong ColorMask = (1ul << 26) - 1;

    public static ulong Pack(CellStyle style) =>
        style.Foreground.Packed
        | ((ulong)style.Background.Packed << BackgroundShift)
        | ((ulong)style.Attributes << AttributesShift);

    public static CellStyle Unpack(ulong style) => new(
        TerminalColor.FromPacked((uint)(style & ColorMask)),
        TerminalColor.FromPacked((uint)((style >> BackgroundShift) & ColorMask)),
        (CellAttributes)(style >> AttributesShift));

    /// <summary>The style of a cell that is erased under this one: only the background stays.</summary>
    public static ulong Erased(ulong style) => style & (ColorMask << BackgroundShift);
}
