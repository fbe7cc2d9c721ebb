using System.Text;

namespace Evolve.Terminal.Screen.Storage;

/// <summary>
/// What a cell shows, in 32 bits: a code point, or the index of a cluster kept by the cell's line, and flags. Zero is a
/// cell that was cleared or never written, which tmux tells apart from a written space.
/// </summary>
internal static class Glyph
{
    /// <summary>Cleared or never written.</summary>
    public const uint Cleared = 0;

    /// <summary>The right half of a wide character.</summary>
    public const uint Padding = 1u << 24;

    private const uint WideFlag = 1u << 25;
    private const uint ClusterFlag = 1u << 26;
    private const uint ValueMask = (1u << 24) - 1;

    public static uint Of(int codePoint, int width) => (uint)codePoint | (width == 2 ? WideFlag : 0);

    public static uint OfCluster(int index, bool isWide) => (uint)index | ClusterFlag | (isWide ? WideFlag : 0);

    public static bool IsPadding(uint glyph) => glyph == Padding;

    public static bool IsWide(uint glyph) => (glyph & WideFlag) != 0;

    public static bool IsCluster(uint glyph) => (glyph & ClusterFlag) != 0;

    /// <summary>The code point, or the cluster's index.</summary>
    public static int Value(uint glyph) => (int)(glyph & ValueMask);

    /// <summary>Columns that tmux counts for the cell: 0 for padding.</summary>
    public static int Width(uint glyph) => glyph == Padding ? 0 : IsWide(glyph) ? 2 : 1;

    public static Rune Rune(uint glyph) => glyph == Cleared ? new Rune(' ') : new Rune(Value(glyph));
}
