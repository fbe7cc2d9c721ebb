namespace Evolve.Terminal.Screen;

/// <summary>A colour as a program asked for it: the terminal's default, one of 256 by index, or 24-bit.</summary>
public readonly record struct TerminalColor
{
    private const uint IndexedTag = 1u << 24;
    private const uint RgbTag = 2u << 24;
    private readonly uint _value;

    private TerminalColor(uint value) => _value = value;

    /// <summary>The terminal's own foreground or background.</summary>
    public static TerminalColor Default => default;

    /// <summary>True for the terminal's own colour.</summary>
    public bool IsDefault => _value == 0;

    /// <summary>True for a palette colour; <see cref="Index"/> then has a meaning.</summary>
    public bool IsIndexed => (_value & IndexedTag) != 0;

    /// <summary>True for a 24-bit colour; <see cref="Red"/>, <see cref="Green"/> and <see cref="Blue"/> then have a meaning.</summary>
    public bool IsRgb => (_value & RgbTag) != 0;

    /// <summary>Palette index, 0 to 255.</summary>
    public byte Index => (byte)_value;

    /// <summary>Red, 0 to 255.</summary>
    public byte Red => (byte)(_value >> 16);

    /// <summary>Green, 0 to 255.</summary>
    public byte Green => (byte)(_value >> 8);

    /// <summary>Blue, 0 to 255.</summary>
    public byte Blue => (byte)_value;

    /// <summary>A palette colour, 0 to 255.</summary>
    public static TerminalColor FromIndex(byte index) => new(IndexedTag | index);

    /// <summary>A 24-bit colour.</summary>
    public static TerminalColor FromRgb(byte red, byte green, byte blue) =>
        new(RgbTag | ((uint)red << 16) | ((uint)green << 8) | blue);

    /// <summary>The value in 26 bits.</summary>
    internal uint Packed => _value;

    /// <summary>The colour of a <see cref="Packed"/> value.</summary>
    internal static TerminalColor FromPacked(uint value) => new(value);
}
