using System.Text;

namespace Evolve.Terminal.Screen.Emulation;

/// <summary>The DEC special graphics set, with the arrows and the block that terminfo's acsc adds to it.</summary>
internal static class LineDrawing
{
    // From 0x60 on, in the order of the VT100 manual, table 3-9.
    private const string Symbols = "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

    /// <summary>The symbol that stands for an ASCII character, or that character.</summary>
    public static Rune Translate(byte ascii) => new(ascii switch
    {
        >= 0x60 and < 0x7F => Symbols[ascii - 0x60],
        (byte)'+' => '→',
        (byte)',' => '←',
        (byte)'-' => '↑',
        (byte)'.' => '↓',
        (byte)'0' => '█',
        _ => (char)ascii,
    });
}
