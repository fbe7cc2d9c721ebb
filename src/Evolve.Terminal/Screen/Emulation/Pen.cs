namespace Evolve.Terminal.Screen.Emulation;

/// <summary>What the next character will look like: style and character sets.</summary>
internal record struct Pen
{
    /// <summary>Packed style of new cells.</summary>
    public ulong Style { get; set; }

    /// <summary>SO was the last shift, so G1 is in use.</summary>
    public bool IsShiftedOut { get; set; }

    /// <summary>G0 is the line drawing set.</summary>
    public bool IsG0LineDrawing { get; set; }

    /// <summary>G1 is the line drawing set.</summary>
    public bool IsG1LineDrawing { get; set; }

    /// <summary>Characters are translated to lines.</summary>
    public readonly bool IsLineDrawing => IsShiftedOut ? IsG1LineDrawing : IsG0LineDrawing;
}
