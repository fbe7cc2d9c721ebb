namespace Evolve.Terminal.Screen.Parsing;

/// <summary>Private marker and intermediate bytes of a sequence, three at most, in their order.</summary>
internal readonly record struct Intermediates(uint Packed)
{
    public const int MaxCount = 3;

    public static Intermediates None => default;

    public int Count => Packed switch { 0 => 0, < 0x100 => 1, < 0x10000 => 2, _ => 3 };

    public Intermediates With(byte value) => new((Packed << 8) | value);

    public bool Is(char only) => Packed == only;
}
